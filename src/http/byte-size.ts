const UNITS: readonly (readonly [unit: string, bytes: number])[] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
]

/** How a number of bytes is written, for messages. */
export const BYTE_SIZE_FORM = 'a number of bytes, or one with KiB or MiB, such as 4MiB'

/** `4MiB`, `512KiB`, `1000`, in bytes; undefined for anything else. */
export function parseByteSize(text: string): number | undefined {
  const [, number, suffix = 'B'] = /^(\d{1,9})(B|KiB|MiB|GiB)?$/.exec(text) ?? []
  const [, factor] = UNITS.find(([unit]) => unit === suffix) ?? []
  return number === undefined || factor === undefined ? undefined : Number(number) * factor
}

/** `4MiB` for 4,194,304: in the largest unit of which it is a whole number. */
export function showByteSize(bytes: number): string {
  const [unit, factor] = UNITS.find(([, each]) => bytes >= each && bytes % each === 0) ?? ['B', 1]
  return unit === 'B' ? String(bytes) : `${bytes / factor}${unit}`
}
