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
  ['energy', 1, 'kwh kilowatt-hour kilowatt-hours'],
  ['speed', 1, 'm/s'],
  ['speed', 1 / 3.6, 'km/h kph kmh'],
  ['speed', 0.44704, 'mph mile/h mi/h'],
  ['area', 1, 'm² m2 sqm'],
  ['area', 1e6, 'km² km2'],
  ['area', 1e4, 'ha hectare hectares'],
  ['area', 4046.856, 'acre acres'],
  ['area', 0.09290304, 'ft² ft2'],
  ['volume', 1e3, 'm³ m3'],
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
  ['franc', 1, 'chf franc francs'],
  ['norwegian crown', 1, 'nok'],
  ['swedish crown', 1, 'sek'],
  ['danish crown', 1, 'dkk'],
  ['crown', 1, 'kr krone kroner krona kronor crown crowns'],
  ['yuan', 1, 'cny yuan renminbi'],
  ['percent', 1, '% percent pct percentage'],
]

const units: ReadonlyMap<string, Unit> = new Map(
  table.flatMap(([dimension, factor, names]) => names.split(' ').map((name) => [name, { dimension, factor }] as const)),
)

/** The unit that a word or sign names, in any case; null when it names none. */
export function unitOf(name: string): Unit | null {
  return units.get(name.toLowerCase()) ?? null
}

/** The unit that several words name: `square metres`, `metres per second`, `km per hour`. */
export function compoundUnitOf(words: string): Unit | null {
  const name = words
    .toLowerCase()
    .replace(/^(?:square|sq\.?)\s+(\p{L}+)$/u, (_all, unit: string) => `${symbolOf(unit)}²`)
    .replace(/^cubic\s+(\p{L}+)$/u, (_all, unit: string) => `${symbolOf(unit)}³`)
    .replace(
      /^(\p{L}+)\s*(?:\/|\s(?:per|an?)\s)\s*(\p{L}+)$/u,
      (_all, unit: string, time: string) => `${symbolOf(unit)}/${symbolOf(time)}`,
    )
  return units.get(name) ?? null
}

const symbols = ['m', 'km', 'cm', 'mm', 'ft', 'mi', 's', 'h']

function symbolOf(name: string): string {
  const unit = units.get(name)
  const known = symbols.find((symbol) => {
    const other = units.get(symbol)
    return unit !== undefined && other?.dimension === unit.dimension && other.factor === unit.factor
  })
  return known ?? name
}

/** Degrees, pounds and crowns mean more than one thing. */
const same: readonly (readonly string[])[] = [
  ['angle', 'celsius', 'fahrenheit', 'kelvin'],
  ['pound', 'mass'],
  ['crown', 'norwegian crown', 'swedish crown', 'danish crown'],
]

export function areComparable(one: Unit, other: Unit): boolean {
  if (one.dimension === other.dimension) return true
  return same.some(([general, ...special]) => {
    const others = [one.dimension, other.dimension].filter((dimension) => dimension !== general)
    return others.length === 1 && special.includes(others[0] ?? '')
  })
}
