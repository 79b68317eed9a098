import type { Arbitrary } from 'fast-check'
import type { Contract, SchemaNode } from '../contract/index.ts'
import type { Json } from '../json/index.ts'
import { fastCheck } from './fast-check.ts'
import { propertyNodes } from './positive.ts'
import { randomText, someTexts } from './random-text.ts'
import { isFreeText, textFor } from './text.ts'
import { chosen, type View } from './view.ts'

const DEEPEST = 6
const LONGEST = 2000
const MOST_ITEMS = 10

/** Random values that are meant to conform, lengths first, so that the documented maximum is met too. */
export function arbitrary(contract: Contract, nodes: readonly SchemaNode[], depth = 0): Arbitrary<Json> {
  const fc = fastCheck()
  // What is still required below this comes round for ever.
  if (depth > DEEPEST * 2) return fc.constant(null)
  const view = chosen(contract, nodes, 0)
  if (view.members !== undefined && view.members.length > 0) return fc.constantFrom<Json>(...view.members)
  const kinds: Arbitrary<Json>[] = view.types.map((type) => ofType(contract, view, type, depth))
  return kinds.length <= 1 ? (kinds[0] ?? fc.constant(null)) : fc.oneof(...kinds)
}

function ofType(contract: Contract, view: View, type: View['types'][number], depth: number): Arbitrary<Json> {
  const fc = fastCheck()
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return numbers(view, type === 'integer')
    case 'string':
      return texts(view)
    case 'array':
      return arrays(contract, view, depth)
    case 'object':
      return objects(contract, view, depth)
  }
}

function numbers(view: View, integral: boolean): Arbitrary<Json> {
  const fc = fastCheck()
  const step = view.multipleOf ?? 1
  const min = Math.ceil(Math.max(view.minimum, -2147483648) / step)
  const max = Math.floor(Math.min(view.maximum, 2147483647) / step)
  const whole = fc.integer({ min, max: Math.max(min, max) }).map((count) => count * step)
  if (integral || view.multipleOf !== undefined) return whole
  const fraction = fc.double({
    min: Math.max(view.minimum, -1e9),
    max: Math.max(view.minimum, Math.min(view.maximum, 1e9)),
    noNaN: true,
    noDefaultInfinity: true,
  })
  const plain = fraction.map((value) => (Object.is(value, -0) ? 0 : value))
  return min > max ? plain : fc.oneof(whole, plain)
}

function texts(view: View): Arbitrary<Json> {
  const fc = fastCheck()
  if (!isFreeText(view)) return fc.constant<Json>(textFor(view, 12) ?? '')
  const max = Math.min(view.maxLength, Math.max(LONGEST, view.minLength))
  const min = Math.min(view.minLength, max)
  const length = fc.oneof(
    { arbitrary: fc.integer({ min, max: Math.min(max, min + 20) }), weight: 8 },
    { arbitrary: fc.integer({ min, max }), weight: 1 },
    { arbitrary: fc.constantFrom(min, max, Math.max(min, max - 1)), weight: 1 },
  )
  return randomText(length)
}

function arrays(contract: Contract, view: View, depth: number): Arbitrary<Json> {
  const fc = fastCheck()
  const max = Math.min(view.maxItems, depth >= DEEPEST ? view.minItems : Math.max(MOST_ITEMS, view.minItems))
  const items =
    depth >= DEEPEST
      ? fc.constant<Json>('a')
      : view.items.length === 0
        ? plain()
        : arbitrary(contract, view.items, depth + 1)
  const bounds = { minLength: view.minItems, maxLength: max }
  return view.uniqueItems
    ? fc.uniqueArray(items, { ...bounds, selector: (item) => JSON.stringify(item) })
    : fc.array(items, bounds)
}

/** Any small JSON value, for places of which the contract says nothing. */
function plain(): Arbitrary<Json> {
  const fc = fastCheck()
  return fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    randomText(fc.integer({ min: 0, max: 20 })),
    fc.constant([]),
    fc.constant({}),
  )
}

/** Further names: few, since engines keep a layout of objects for each name that they have not seen before. */
const NAMES = someTexts(16)

type Member = readonly [name: string, value: Json]

function objects(contract: Contract, view: View, depth: number): Arbitrary<Json> {
  const fc = fastCheck()
  const names = [...view.properties.keys(), ...[...view.required].filter((name) => !view.properties.has(name))]
  const parts = names
    .filter((name) => view.required.has(name) || depth < DEEPEST)
    .map((name) => {
      const nodes = propertyNodes(view, name)
      const value = nodes.length === 0 ? plain() : arbitrary(contract, nodes, depth + 1)
      const values = value.map((one): Member => [name, one])
      return view.required.has(name) ? values : fc.option(values, { nil: undefined, freq: 2 })
    })
  const others = fc.constantFrom(...NAMES.filter((name) => !view.properties.has(name)))
  const further =
    view.additional === 'open' && depth < DEEPEST
      ? fc.array(fc.tuple(others, plain()), { maxLength: 2 })
      : fc.constant<Member[]>([])
  return fc
    .tuple(fc.tuple(...parts), further)
    .map(([known, extra]) => Object.fromEntries(extra.concat(known.filter((member) => member !== undefined))))
}
