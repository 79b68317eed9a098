import { equal, isArray, isObject, type Json, parsePointer, withProperty } from '../../json/index.ts'
import { cannotExist, impossibleMembers } from '../generators/index.ts'
import type { BodyBase } from './body-base.ts'
import type { Draft } from './draft.ts'
import { type Naming, namesThing } from './naming.ts'

/** Knows which things the bodies of an operation name by ids of their own, if nothing else of its requests does. */
export class BodyGuard {
  /** The members that name a thing, each with a value that names nothing, if there is one. */
  readonly members: ReadonlyMap<string, Json | undefined>
  readonly #path: string
  readonly #given: readonly Json[]
  /** What a document shows and what generators give for a format often exists, however long it is. */
  readonly #usual: readonly Json[]

  constructor(path: string, bodies: readonly BodyBase[]) {
    this.#path = path
    this.members = new Map(
      bodies.flatMap(({ contract, nodes }) => [
        ...impossibleMembers(contract, nodes, (name) => namesThing(path, name)),
      ]),
    )
    const idsWhere = (isGiven: boolean): Json[] =>
      bodies.flatMap((base) =>
        base.bodies.filter(({ given }) => given === isGiven).flatMap(({ value }) => this.#ids(value)),
      )
    this.#given = idsWhere(true)
    this.#usual = [
      ...idsWhere(false),
      ...bodies.flatMap(({ fullest, barest }) =>
        [fullest, barest].flatMap((body) => (body === undefined ? [] : this.#ids(body))),
      ),
    ]
  }

  /** Whether a place in a body is an id, or in one. */
  isAt(pointer: string): boolean {
    return parsePointer(pointer).some((token) => this.members.has(token))
  }

  /** A body that names nothing or, if the user gives it, what it names; as it is if it cannot be made so. */
  start(body: Json): Json {
    if (this.#naming(body) !== 'anything') return body
    const named = (item: Json): Json =>
      [...this.members].reduce<Json>(
        (whole, [name, value]) => (value === undefined || !isObject(whole) ? whole : withProperty(whole, name, value)),
        item,
      )
    return isArray(body) ? body.map(named) : named(body)
  }

  /** What a request may name, if a recipient takes of raw bytes what it can. */
  naming({ body, rawBody }: Pick<Draft, 'body' | 'rawBody'>): Naming {
    if (body === undefined) return 'anything'
    // Of UTF-16, too.
    const text = rawBody && Buffer.from(rawBody).toString('latin1').replaceAll('\0', '')
    const isLost = text !== undefined && this.#ids(body).some((id) => !text.includes(String(id)))
    return isLost ? 'anything' : this.#naming(body)
  }

  #naming(body: Json): Naming {
    const items = isArray(body) ? body : [body]
    const ids = this.#ids(body)
    if (items.length === 0 || items.some((item) => this.#ids(item).length === 0)) return 'anything'
    const isIn = (values: readonly Json[], id: Json): boolean => values.some((value) => equal(value, id))
    const impossible = [...this.members.values()].filter((value) => value !== undefined)
    const isNothing = (id: Json): boolean => isIn(impossible, id) || (cannotExist(id) && !isIn(this.#usual, id))
    if (ids.every(isNothing)) return 'nothing'
    return ids.every((id) => isNothing(id) || isIn(this.#given, id)) ? 'given' : 'anything'
  }

  /** The ids of a thing or of those in a list. */
  #ids(body: Json): Json[] {
    if (isArray(body)) return body.flatMap((item) => this.#ids(item))
    return isObject(body)
      ? Object.entries(body).flatMap(([name, id]) => (namesThing(this.#path, name) ? [id] : []))
      : []
  }
}
