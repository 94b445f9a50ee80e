/** What a number counts, with what its base unit is multiplied by. */
export type Unit = { dimension: string; factor: number }

const table: readonly (readonly [dimension: string, factor: number, names: string])[] = [
  ['length', 1, 'm metre metres meter meters'],
  ['length', 1e3, 'km kilometre kilometres kilometer kilometers'],
  ['length', 1e-2, 'cm centimetre centimetres centimeter centimeters'],
  ['length', 1e-3, 'mm millimetre millimetres millimeter millimeters'],
  ['length', 1e-6, 'µm μm micron microns micrometre micrometres micrometer micrometers'],
  ['length', 1609.344, 'mi mile miles'],
  ['length', 0.3048, 'ft foot feet'],
  ['length', 0.0254, 'inch inches'],
  ['length', 0.9144, 'yd yard yards'],
  ['mass', 1, 'kg kilogram kilograms kilo kilos'],
  ['mass', 1e-3, 'g gram grams gramme grammes'],
  ['mass', 1e-6, 'mg milligram milligrams'],
  ['mass', 1e3, 'tonne tonnes ton tons'],
  ['mass', 0.45359237, 'lb lbs'],
  ['mass', 0.028349523, 'oz ounce ounces'],
  ['volume', 1, 'l litre litres liter liters'],
  ['volume', 1e-3, 'ml millilitre millilitres milliliter milliliters'],
  ['volume', 3.785412, 'gallon gallons gal'],
  ['time', 1, 's sec secs second seconds'],
  ['time', 1e-3, 'ms millisecond milliseconds'],
  ['time', 60, 'min mins minute minutes'],
  ['time', 3_600, 'h hr hrs hour hours'],
  ['time', 86_400, 'day days'],
  ['time', 604_800, 'week weeks'],
  ['time', 1_209_600, 'fortnight fortnights'],
  ['calendar', 1, 'month months'],
  ['calendar', 12, 'year years yr yrs'],
  ['calendar', 120, 'decade decades'],
  ['calendar', 1_200, 'century centuries'],
  ['data', 1, 'byte bytes'],
  ['data', 1e3, 'kb kilobyte kilobytes'],
  ['data', 1e6, 'mb megabyte megabytes'],
  ['data', 1e9, 'gb gigabyte gigabytes'],
  ['data', 1e12, 'tb terabyte terabytes'],
  ['power', 1, 'w watt watts'],
  ['power', 1e3, 'kw kilowatt kilowatts'],
  ['power', 1e6, 'mw megawatt megawatts'],
  ['celsius', 1, '°c celsius centigrade'],
  ['fahrenheit', 1, '°f fahrenheit'],
  ['kelvin', 1, 'kelvin kelvins'],
  ['angle', 1, '° degree degrees'],
  ['dollar', 1, '$ usd dollar dollars us$'],
  ['dollar', 0.01, 'cent cents'],
  ['euro', 1, '€ eur euro euros'],
  ['pound', 1, '£ gbp pound pounds'],
  ['yen', 1, '¥ jpy yen'],
  ['rupee', 1, '₹ inr rupee rupees'],
  ['percent', 1, '% percent pct percentage'],
]

const units: ReadonlyMap<string, Unit> = new Map(
  table.flatMap(([dimension, factor, names]) => names.split(' ').map((name) => [name, { dimension, factor }] as const)),
)

/** The unit that a word or sign names, in any case; null when it names none. */
export function unitOf(name: string): Unit | null {
  return units.get(name.toLowerCase()) ?? null
}

/** Degrees, and pounds, mean more than one thing. */
const same: readonly (readonly string[])[] = [
  ['angle', 'celsius', 'fahrenheit', 'kelvin'],
  ['pound', 'mass'],
]

export function areComparable(one: Unit, other: Unit): boolean {
  if (one.dimension === other.dimension) return true
  return same.some(([general, ...special]) => {
    const others = [one.dimension, other.dimension].filter((dimension) => dimension !== general)
    return others.length === 1 && special.includes(others[0] ?? '')
  })
}
