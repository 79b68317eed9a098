import fc, { type Arbitrary } from 'fast-check'
import { appendToken, isArray, isObject, type Json, type Pointer } from '../../src/json/index.ts'

/** Names that programs stumble over, and ordinary ones. */
export const propertyNames: Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '-', '01', '~', '/', '~1', '~01', 'a/b~c', 'a', 'b'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

/** Any text of UTF-16 units, lone surrogates included. */
export const anyText: Arbitrary<string> = fc.string({
  unit: fc
    .oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd800, 0xdbff, 0xdc00, 0xdfff, 0x61))
    .map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
})

const { value } = fc.letrec<{ value: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.constant(0.5), anyText),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    // `fromEntries` makes `__proto__` an own property, as JSON.parse does.
    fc
      .array(fc.tuple(propertyNames, tie('value')), { maxLength: 4 })
      .map((entries): Json => Object.fromEntries(entries)),
  ),
}))

export const jsonValues: Arbitrary<Json> = value

/** Every place in a value with the value there, the root first. */
export function placesOf(root: Json, base: Pointer = ''): (readonly [pointer: Pointer, value: Json])[] {
  const children = isArray(root) || isObject(root) ? Object.entries(root) : []
  return [[base, root], ...children.flatMap(([name, child]) => placesOf(child, appendToken(base, name)))]
}

/** A value together with one of its places. */
export const valuesWithPlace: Arbitrary<{ readonly root: Json; readonly pointer: Pointer; readonly value: Json }> =
  jsonValues.chain((root) =>
    fc.constantFrom(...placesOf(root)).map(([pointer, child]) => ({ root, pointer, value: child })),
  )
