// Writes the formats that ICU has in JavaScript's Intl and not in its MessageFormat: lists, ranges, relative times.
// Run by hand, with a Node that has full ICU data:  node tests/cldr/icu_by_node.mjs > tests/cldr/icu_by_node.json
const tags = [
  "en", "en-US", "en-GB", "en-IN", "ne", "ne-NP", "ne-IN", "sl", "sl-SI", "te", "te-IN", "ur", "ur-PK", "ur-IN",
];
const kinds = { and: "conjunction", or: "disjunction", unit: "unit" };
const items = ["A", "B", "C", "D", "E"];
const ranges = [[3, 5], [10, 25.5], [999, 1000], [1000, 9999], [9999, 10000], [100000, 2500000], [-5, 5]];
const amounts = [[100, 200], [5.5, 1250.5], [10000, 250000]];
const currencies = ["EUR", "INR", "NPR", "USD", "KWD"];
const relative = [[-1, "day"], [0, "day"], [1, "day"], [2, "day"], [-2, "day"], [-5, "day"], [3, "week"], [11, "month"], [-1, "month"], [1, "year"], [-10000, "year"], [30, "minute"], [-2, "hour"]];

function list(tag, type) {
  const format = new Intl.ListFormat(tag, { type });
  return items.map((_, last) => format.format(items.slice(0, last + 1)));
}

function all(cases, format) {
  return Object.fromEntries(cases.map((one) => [one.join(" "), format(...one)]));
}

function formats(tag) {
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 2 });
  const always = new Intl.RelativeTimeFormat(tag);
  const auto = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const money = currencies.map((currency) => {
    const format = new Intl.NumberFormat(tag, { style: "currency", currency });
    return [currency, all(amounts, (low, high) => format.formatRange(low, high))];
  });
  return {
    lists: Object.fromEntries(Object.entries(kinds).map(([kind, type]) => [kind, list(tag, type)])),
    number_ranges: all(ranges, (low, high) => number.formatRange(low, high)),
    percent_ranges: all(ranges, (low, high) => percent.formatRange(low / 100, high / 100)),
    money_ranges: Object.fromEntries(money),
    relative: all(relative, (amount, unit) => always.format(amount, unit)),
    relative_in_words: all(relative, (amount, unit) => auto.format(amount, unit)),
  };
}

const { icu, cldr } = process.versions;
const data = { icu, cldr, locales: Object.fromEntries(tags.map((tag) => [tag, formats(tag)])) };
console.log(JSON.stringify(data, null, 1));
