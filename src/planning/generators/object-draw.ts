import type { Json } from '../../json/index.ts'
import { NAMES } from './anything.ts'
import type { Dice } from './dice.ts'
import { type Draw, isScarce, type PartDraws } from './draw.ts'
import { NAME } from './further-names.ts'
import { patternText } from './pattern-texts.ts'
import { allowsNames, knownNames, propertyNodes, type Shape } from './shape.ts'
import { treeOf } from './tree-of.ts'

interface Part {
  readonly name: string
  readonly required: boolean
  readonly draw: Draw
}

/** Further properties of one object, unless it must have more. */
const MOST_FURTHER = 2

/** Makes objects that fit a shape; undefined if there can be none. */
export function objectDraw(draws: PartDraws, shape: Shape): Draw | undefined {
  const { required, dependent, minProperties, maxProperties } = shape
  const names = knownNames(shape)
  const parts: Part[] = []
  const isName = (name: string): boolean => draws.fits(shape.names, name)
  for (const name of names) {
    const nodes = propertyNodes(shape, name)
    const isNeeded = required.has(name)
    if (draws.canBe(nodes) && isName(name)) parts.push({ name, required: isNeeded, draw: draws.part(nodes) })
    else if (isNeeded) return undefined
  }
  const further = furtherDraw(draws, shape, new Set(names))
  if (!further && parts.length < minProperties) return undefined
  const isBounded = minProperties > 0 || Number.isFinite(maxProperties)
  return (dice, depth) => {
    const isLarge = isScarce(dice, depth)
    const chosen = new Set(parts.filter((part) => part.required || (!isLarge && dice.next() % 2 === 0)))
    if (dependent.length > 0) bringDependents(shape, parts, chosen)
    if (isBounded) fitCount(shape, parts, chosen, dice)
    const object: { [name: string]: Json } = {}
    let size = 0
    for (const part of chosen) {
      dice.left--
      const value = part.draw(dice, depth)
      if (value !== undefined) size += set(object, part.name, value)
      else if (part.required) return undefined
    }
    if (!further) return size >= minProperties ? object : undefined
    const room = Math.min(maxProperties - size, isLarge ? 0 : MOST_FURTHER)
    const missing = Math.max(minProperties - size, room > 0 ? dice.integer(0, room) : 0)
    for (let added = 0, attempt = 0; added < missing && attempt < missing * 3 + 20 && dice.left-- > 0; attempt++) {
      const more = further(dice, depth, attempt)
      if (!more || Object.hasOwn(object, more.name)) continue
      size += set(object, more.name, more.value)
      added++
    }
    return size >= minProperties ? object : undefined
  }
}

/** `__proto__` is a name like any other. */
function set(object: { [name: string]: Json }, name: string, value: Json): 1 {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  else object[name] = value
  return 1
}

/** Names that are present bring others with them. */
function bringDependents(shape: Shape, parts: readonly Part[], chosen: Set<Part>): void {
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size
    const present = new Set([...chosen].map(({ name }) => name))
    const demanded = new Set(shape.dependent.filter(([name]) => present.has(name)).flatMap(([, needed]) => needed))
    for (const part of parts) if (demanded.has(part.name)) chosen.add(part)
  }
}

/** Removes optional parts, or adds absent ones, until their number fits. */
function fitCount(shape: Shape, parts: readonly Part[], chosen: Set<Part>, dice: Dice): void {
  const optional = [...chosen].filter((part) => !part.required)
  while (chosen.size > shape.maxProperties && optional.length > 0) {
    const [part] = optional.splice(dice.integer(0, optional.length - 1), 1)
    if (part) chosen.delete(part)
  }
  const absent = parts.filter((part) => !chosen.has(part))
  while (chosen.size < shape.minProperties && absent.length > 0) {
    const [part] = absent.splice(dice.integer(0, absent.length - 1), 1)
    if (part) chosen.add(part)
  }
}

interface Further {
  readonly name: string
  readonly value: Json
}

/** Properties beyond the named ones: by pattern, or of any name if that is allowed. Undefined if there can be none. */
function furtherDraw(
  draws: PartDraws,
  shape: Shape,
  describedNames: ReadonlySet<string>,
): ((dice: Dice, depth: number, attempt: number) => Further | undefined) | undefined {
  const patterns = shape.objects.flatMap(({ patterns }) => patterns)
  const names = shape.names.length === 0 ? [] : [...shape.names, NAME]
  const sources: ((dice: Dice, depth: number, attempt: number) => string | undefined)[] = []
  for (const [pattern, { schema }] of patterns) {
    const tree = treeOf(pattern)
    if (schema !== false && tree) sources.push((dice) => patternText(tree, dice, dice.integer(tree.min, tree.min + 6)))
  }
  // One schema describes all names that the document does not mention, unless patterns describe some of them.
  const plain = patterns.length === 0 ? propertyNodes(shape, UNKNOWN) : undefined
  if (allowsNames(shape) && (plain === undefined || draws.canBe(plain)) && draws.canBe(names)) {
    const named = shape.names.length === 0 ? undefined : draws.part(names)
    sources.push((dice, depth, attempt) => {
      if (!named) return attempt < 20 ? dice.pick(NAMES) : `x${attempt}`
      const name = named(dice, depth)
      return typeof name === 'string' ? name : undefined
    })
  }
  if (sources.length === 0) return undefined
  const plainDraw = plain && draws.part(plain)
  return (dice, depth, attempt) => {
    const name = dice.pick(sources)(dice, depth, attempt)
    if (name === undefined || describedNames.has(name)) return undefined
    if (shape.names.length > 0 && patterns.length > 0 && !draws.fits(shape.names, name)) return undefined
    const draw = plainDraw ?? draws.part(propertyNodes(shape, name))
    const value = draw(dice, depth)
    return value === undefined ? undefined : { name, value }
  }
}

/** A name that no document names. */
const UNKNOWN = '\u0000x'
