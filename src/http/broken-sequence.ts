import { byteText, textBytes } from './byte-text.ts'
import { type Framing, RECORD_SEPARATOR } from './framing.ts'

/** Ways to break the framing of a sequence: its bytes, with one fault each that no reader may pass over. */
export function brokenSequence(framing: Framing, bytes: Uint8Array): (readonly [name: string, bytes: Uint8Array])[] {
  const separator = framing === 'records' ? [RECORD_SEPARATOR] : []
  const more = (...further: readonly number[]): Uint8Array => Uint8Array.from([...bytes, ...separator, ...further])
  const text = (value: string): number[] => [...new TextEncoder().encode(value)]
  switch (framing) {
    case 'lines':
      return [
        ['a line that is not JSON', more(...text('{"cut":\n'))],
        ['cut short', bytes.subarray(0, -2)],
        ['two items in one line', Uint8Array.from([...bytes.subarray(0, -1), ...bytes])],
        ['bytes that are not UTF-8', more(0x22, 0xff, 0x22, 0x0a)],
      ]
    case 'records':
      return [
        ['no record separator', bytes.filter((byte) => byte !== RECORD_SEPARATOR)],
        ['a record that is not JSON', more(...text('{"cut":\n'))],
        ['cut short', bytes.subarray(0, -2)],
        ['bytes that are not UTF-8', more(0x22, 0xff, 0x22, 0x0a)],
      ]
    case 'events':
      return [
        ['cut short', bytes.subarray(0, -1)],
        ['bytes that are not UTF-8', more(...text('data: '), 0xff, 0x0a, 0x0a)],
      ]
    case 'parts':
      return brokenParts(bytes)
  }
}

/** Parts that end too early, or are of another boundary than their media type says (RFC 2046, 5.1.1). */
export function brokenParts(bytes: Uint8Array): (readonly [name: string, bytes: Uint8Array])[] {
  const text = byteText(bytes)
  return [
    ['cut short', textBytes(text.slice(0, Math.max(1, text.lastIndexOf('\r\n--') - 1)))],
    ['another boundary', textBytes(text.replaceAll('--fgs-contract', '--another'))],
  ]
}
