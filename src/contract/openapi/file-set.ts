import { type Json, type Pointer, valueAt } from '../../json/index.ts'
import { addressOf, ContractError, type Source } from '../model/index.ts'
import { declaredDialect } from './declared-dialect.ts'
import type { Dialect } from './dialect.ts'
import { type DocumentNode, referenceOf } from './document-node.ts'
import type { Fault } from './fault.ts'
import { findAnchors } from './find-anchors.ts'
import { placeBeside, selfUri } from './self-uri.ts'

/** A file as it was read. */
export interface LoadedFile {
  /** As a `Source` names it. */
  readonly name: string
  /** Absolute, without a fragment: what a reference to this file resolves to. */
  readonly url: string
  /** What references in it resolve against: differs from `url` after a redirect. */
  readonly base: string
  /** Without a byte order mark. */
  readonly text: string
  readonly value: Json
}

/** The line, from 1, where a place of a file stands in its text; undefined if that cannot be told. */
export type Locate = (source: Source, text: string) => number | undefined

/** Where a reference leads: to a node, to a file that is not in the set, or nowhere, for a reason. */
export type Target =
  | { readonly kind: 'node'; readonly node: DocumentNode }
  | { readonly kind: 'unread'; readonly url: string }
  | { readonly kind: 'broken'; readonly reason: string }

export const isRemote = (url: string): boolean => /^https?:/.test(url)

/** The files of a contract, each kept as it was written, and the references between them. */
export class FileSet {
  readonly root: LoadedFile
  readonly dialect: Dialect
  readonly #byUrl = new Map<string, LoadedFile>()
  readonly #byName = new Map<string, LoadedFile>()
  /** By the URI that a file gives itself. */
  readonly #bySelf = new Map<string, LoadedFile>()
  readonly #dialects = new Map<string, Dialect>()
  readonly #anchors = new Map<string, ReadonlyMap<string, Pointer>>()
  readonly #locate: Locate

  constructor(root: LoadedFile, dialect: Dialect, locate: Locate = () => undefined) {
    this.root = root
    this.dialect = dialect
    this.#locate = locate
    this.add(root)
  }

  get rootNode(): DocumentNode {
    return { value: this.root.value, source: { file: this.root.name, pointer: '' } }
  }

  add(file: LoadedFile): void {
    this.#byUrl.set(file.url, file)
    this.#byName.set(file.name, file)
    // A file of mere parts speaks the language of the document that uses them.
    this.#dialects.set(file.name, declaredDialect(file.value) ?? this.dialect)
    const self = this.selfOf(file)
    // Of two files with one name, the first has it.
    if (self !== undefined && !this.#bySelf.has(self)) this.#bySelf.set(self, file)
  }

  /** The URI that a file gives itself, against which its references resolve (3.2, OpenAPI Object, `$self`). */
  selfOf({ name, base, value }: LoadedFile): string | undefined {
    const self = this.#dialects.get(name)?.hasFieldsOf32 ? selfUri(value, base) : undefined
    // What comes from the web stands for no file of this machine.
    return self !== undefined && isRemote(base) && !isRemote(self) ? undefined : self
  }

  /** All URIs by which references can name the file at a URL. */
  urisOf(url: string): string[] {
    const file = this.#byUrl.get(url)
    const self = file && this.selfOf(file)
    return self === undefined || self === url ? [url] : [url, self]
  }

  /** The file that a URI names or, if none is there, where it would be read from. */
  #found(uri: string, around: LoadedFile): LoadedFile | string {
    const known = this.#bySelf.get(uri) ?? this.#byUrl.get(uri)
    if (known) return known
    const self = this.selfOf(around)
    const place = (self === undefined ? undefined : placeBeside(self, around.base, uri)) ?? uri
    return this.#byUrl.get(place) ?? place
  }

  /** The root first. */
  all(): LoadedFile[] {
    return [...this.#byUrl.values()]
  }

  /** What a `$ref` to a place is in any file. */
  referenceTo({ file, pointer }: Source): string {
    return `${this.named(file).url}#${encodeURI(pointer.toWellFormed())}`
  }

  named(name: string): LoadedFile {
    const file = this.#byName.get(name)
    if (!file) throw new ContractError('this file is no part of the contract', { file: name })
    return file
  }

  dialectOf(source: Source): Dialect {
    return this.#dialects.get(source.file) ?? this.dialect
  }

  lineOf(source: Source): number | undefined {
    const file = this.#byName.get(source.file)
    return file && this.#locate(source, file.text)
  }

  error(reason: string, source: Source): ContractError {
    return new ContractError(reason, { ...source, line: this.lineOf(source) })
  }

  fault(reason: string, source: Source): Fault {
    return { source, error: () => this.error(reason, source) }
  }

  /** Where a reference that is written at `from` leads. */
  targetOf(reference: string, from: Source): Target {
    const quoted = `$ref ${JSON.stringify(reference)}`
    const [, path = '', fragment = ''] = /^([^#]*)#?(.*)$/s.exec(reference) ?? []
    const around = this.named(from.file)
    const uri = path === '' ? around.url : absoluteUrl(path, this.selfOf(around) ?? around.base)
    if (uri === undefined) return broken(`${quoted} is no URL; correct it`)
    const file = path === '' ? around : this.#found(uri, around)
    const url = typeof file === 'string' ? file : file.url
    if (isRemote(around.url) && !isRemote(url)) {
      const reason = 'leads from a document on the web to a file on this machine, which is not read'
      return broken(`${quoted} ${reason}; refer by http or https`)
    }
    if (typeof file === 'string') return { kind: 'unread', url }
    const decoded = decodeFragment(fragment)
    if (decoded === undefined) return broken(`${quoted} has a malformed percent escape; write a percent sign as %25`)
    const isPointer = decoded === '' || decoded.startsWith('/')
    const pointer = isPointer ? decoded : this.#anchorsOf(file).get(decoded)
    const value = pointer === undefined ? undefined : valueAt(file.value, pointer)
    if (pointer === undefined || value === undefined) {
      const reason = `leads nowhere: ${file.name} has no such place`
      return broken(`${quoted} ${reason}; correct the reference or add what it names`)
    }
    return { kind: 'node', node: { value, source: { file: file.name, pointer } } }
  }

  /** The node that a reference leads to. Throws ContractError if there is none. */
  follow(reference: string, from: Source): DocumentNode {
    const end = this.#followed(reference, from)
    if ('error' in end) throw end.error()
    return end
  }

  /** Follows references until something else stands there. Throws ContractError if they lead nowhere. */
  deref(node: DocumentNode): DocumentNode {
    const end = this.endOf(node)
    if ('error' in end) throw end.error()
    return end
  }

  /** Follows references until something else stands there, or what is wrong with them. */
  endOf(node: DocumentNode): DocumentNode | Fault {
    const seen = new Set<string>()
    let current = node
    for (let reference = referenceOf(node.value); reference !== undefined; reference = referenceOf(current.value)) {
      const address = addressOf(current.source)
      if (seen.has(address)) return this.fault('$ref leads back to itself; refer to a definition', node.source)
      seen.add(address)
      const next = this.#followed(reference, current.source)
      if ('error' in next) return next
      current = next
    }
    return current
  }

  #followed(reference: string, from: Source): DocumentNode | Fault {
    const target = this.targetOf(reference, from)
    if (target.kind === 'node') return target.node
    const unread = `$ref ${JSON.stringify(reference)} leads to a file that was not loaded`
    return this.fault(target.kind === 'broken' ? target.reason : unread, from)
  }

  #anchorsOf(file: LoadedFile): ReadonlyMap<string, Pointer> {
    const anchors = this.#anchors.get(file.url) ?? findAnchors(file.value)
    this.#anchors.set(file.url, anchors)
    return anchors
  }
}

const broken = (reason: string): Target => ({ kind: 'broken', reason })

function absoluteUrl(path: string, base: string): string | undefined {
  if (!URL.canParse(path, base)) return undefined
  const url = new URL(path, base)
  // A query means nothing to a file, and would make two of one.
  if (url.protocol === 'file:') url.search = ''
  return url.href
}

function decodeFragment(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}
