import { parentPointer } from '../../json/index.ts'
import { addressOf, type Source } from '../model/index.ts'
import { child } from './document-node.ts'
import type { Fault } from './fault.ts'
import type { Kind, Part } from './grammar.ts'
import type { Visit } from './walk.ts'

/** What holds parts that it does not need itself. A path item needs its parameters, and not its operations. */
const HOLDS: { readonly [kind in Kind]?: 'all' | readonly Kind[] } = {
  document: 'all',
  components: 'all',
  callback: 'all',
  link: 'all',
  'path item': ['operation'],
  operation: ['callback'],
  response: ['link'],
}

/** What the document says for each operation that does not say it itself. */
const INHERITED = ['security', 'consumes', 'produces']

function insideOf({ below, reference }: Visit): string[] {
  const operations = below.filter(({ kind }) => kind === 'operation').map(({ node }) => addressOf(node.source))
  return reference?.target.kind === 'node' ? [...operations, addressOf(reference.target.node.source)] : operations
}

/** Which part of a document needs which, by address: what cannot be used closes what needs it. */
export class Uses {
  readonly #usersOf = new Map<string, string[]>()
  readonly #parts = new Map<string, Part>()
  /** By path item: its operations, and the path item that it refers to. */
  readonly #inItem = new Map<string, string[]>()
  readonly #paths: string[] = []
  #root = ''
  #read: ReadonlySet<string> | undefined

  add(visit: Visit): void {
    const { part, below, reference } = visit
    const user = addressOf(part.node.source)
    this.#parts.set(user, part)
    if (part.kind === 'path item') this.#inItem.set(user, insideOf(visit))
    if (part.kind === 'document') {
      this.#root = part.node.source.file
      const items = below.map(({ node }) => node.source).filter(({ pointer }) => pointer.startsWith('/paths/'))
      this.#paths.push(...items.map(addressOf))
      for (const { source } of below.map(({ node }) => node))
        if (source.pointer.startsWith('/security/'))
          this.#use(addressOf({ file: this.#root, pointer: '/security' }), source)
    }
    const isOperation = part.kind === 'operation'
    const inherited = isOperation ? INHERITED.filter((name) => child(part.node, name) === undefined) : []
    for (const name of inherited) this.#use(user, { file: this.#root, pointer: `/${name}` })
    const held = HOLDS[part.kind] ?? []
    for (const { kind, node } of held === 'all' ? [] : below) if (!held.includes(kind)) this.#use(user, node.source)
    if (reference?.target.kind === 'node') this.#use(user, reference.target.node.source)
  }

  #use(user: string, used: Source): void {
    const address = addressOf(used)
    const users = this.#usersOf.get(address)
    if (users) users.push(user)
    else this.#usersOf.set(address, [user])
  }

  /** What part stands at a place; undefined if none does. */
  kindAt(source: Source): Kind | undefined {
    return this.#parts.get(addressOf(source))?.kind
  }

  /** The parts that need a part: those around it, and those that refer to it. */
  usersOf(source: Source): Part[] {
    return (this.#usersOf.get(addressOf(source)) ?? []).flatMap((user) => this.#parts.get(user) ?? [])
  }

  /** Whether an operation leads to a place, or all of the document does: what stands at its root. */
  isRead(source: Source): boolean {
    const part = this.#partAt(source)
    this.#read ??= this.#needed()
    return part === addressOf({ file: this.#root, pointer: '' }) || this.#read.has(part)
  }

  /** The parts to which operations lead. */
  #needed(): ReadonlySet<string> {
    const usedBy = new Map<string, string[]>()
    for (const [used, users] of this.#usersOf) {
      for (const user of users) {
        const usedByIt = usedBy.get(user)
        if (usedByIt) usedByIt.push(used)
        else usedBy.set(user, [used])
      }
    }
    const needed = new Set(this.#planned())
    for (const part of needed) for (const used of usedBy.get(part) ?? []) needed.add(used)
    return needed
  }

  /** The paths of the document, what they refer to, and their operations: not those of webhooks and callbacks. */
  #planned(): ReadonlySet<string> {
    const planned = new Set(this.#paths)
    for (const part of planned) for (const inside of this.#inItem.get(part) ?? []) planned.add(inside)
    return planned
  }

  /** Which parts faults close, by address, each with the first fault that does; and the faults that close no operation. */
  closedBy(faults: Iterable<Fault>): { readonly closing: ReadonlyMap<string, Fault>; readonly idle: readonly Fault[] } {
    this.#read ??= this.#needed()
    const closing = new Map<string, Fault>()
    const idle: Fault[] = []
    for (const fault of faults) {
      const start = this.#partAt(fault.source)
      if (closing.has(start)) continue
      if (!this.#read.has(start)) idle.push(fault)
      const waiting = [start]
      for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
        if (closing.has(part)) continue
        closing.set(part, fault)
        waiting.push(...(this.#usersOf.get(part) ?? []))
      }
    }
    return { closing, idle }
  }

  /** The innermost part that holds a place. */
  #partAt({ file, pointer }: Source): string {
    for (let around = pointer; around !== ''; around = parentPointer(around)) {
      const address = addressOf({ file, pointer: around })
      if (this.#parts.has(address) || this.#usersOf.has(address)) return address
    }
    return addressOf({ file, pointer: '' })
  }
}
