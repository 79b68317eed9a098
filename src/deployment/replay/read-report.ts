import type { HeaderList, HttpRequest } from '../../http/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../json/index.ts'
import { type CheckName, type Finding, isCheckName, UsageError } from '../../report/results/index.ts'

/** A finding as a JSON report has it, as far as it takes to send its witness again. */
export interface RecordedFinding {
  /** Its place in the report, counted from 1. */
  readonly number: number
  readonly id: string
  readonly subject: Finding['subject']
  readonly check: CheckName
  readonly severity: Finding['severity']
  readonly classes: readonly string[]
  readonly intermittent: boolean
  readonly operation: string
  /** The name of its case. */
  readonly name: string
  /** Secrets are `***`. */
  readonly request: HttpRequest
  /** Of the response that showed it, where there was one. */
  readonly status: number | undefined
  readonly seed: number
}

export interface RecordedReport {
  /** Its name, for messages. */
  readonly file: string
  readonly contract: { readonly title: string; readonly digest: string }
  readonly target: string
  readonly findings: readonly RecordedFinding[]
}

/** Reads the JSON report of `verify`, version 1. Throws UsageError for what is none. */
export function readReport(text: string, file: string): RecordedReport {
  const value = (() => {
    try {
      const parsed: Json = JSON.parse(text.replace(/^\ufeff/, ''))
      return parsed
    } catch (error) {
      throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
    }
  })()
  const reader = new Reader(file, value, '')
  const version = reader.object.version
  if (version !== 1) throw reader.wrong('/version', 'is not 1')
  const contract = reader.at('contract')
  return {
    file,
    contract: { title: contract.string('title'), digest: contract.string('digest') },
    target: reader.string('target'),
    findings: reader.items('findings').map((finding, index) => readFinding(finding, index + 1)),
  }
}

function readFinding(finding: Reader, number: number): RecordedFinding {
  const witness = finding.at('witness')
  const request = witness.at('request')
  const response = witness.at('response')
  const replay = witness.at('replay')
  const severity = finding.string('severity')
  if (severity !== 'error' && severity !== 'advisory') throw finding.wrong('/severity', 'is neither error nor advisory')
  const check = finding.string('check')
  if (!isCheckName(check)) throw finding.wrong('/check', 'is no check')
  const body = bodyOf(request)
  return {
    number,
    id: finding.string('id'),
    subject: finding.has('constraint')
      ? { kind: 'constraint', constraint: finding.string('constraint') }
      : { kind: 'case', case: finding.string('case') },
    check,
    severity,
    classes: [finding.string('class'), ...(finding.has('otherClasses') ? finding.strings('otherClasses') : [])],
    intermittent: finding.object.intermittent === true,
    operation: finding.string('operation'),
    name: replay.string('case'),
    seed: replay.number('seed'),
    request: {
      method: request.string('method'),
      target: request.string('target'),
      headers: headersOf(request),
      ...(body && { body }),
    },
    status: response.has('status') ? response.number('status') : undefined,
  }
}

function headersOf(request: Reader): HeaderList {
  return request.values('headers').map((pair, index) => {
    const [name, value] = isArray(pair) ? pair : []
    if (typeof name !== 'string' || typeof value !== 'string') throw request.wrong(`/headers/${index}`, 'is no header')
    return [name, value]
  })
}

function bodyOf(request: Reader): Uint8Array | undefined {
  if (request.has('bodyBase64')) return new Uint8Array(Buffer.from(request.string('bodyBase64'), 'base64'))
  return request.has('body') ? new TextEncoder().encode(request.string('body')) : undefined
}

/** Reads members of one object, and says where one is not what it should be. */
class Reader {
  readonly object: JsonObject
  readonly #file: string
  readonly #pointer: string

  constructor(file: string, value: Json | undefined, pointer: string) {
    this.#file = file
    this.#pointer = pointer
    if (!isObject(value)) throw this.wrong('', 'is no object')
    this.object = value
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object, name)
  }

  at(name: string): Reader {
    return new Reader(this.#file, this.#member(name), `${this.#pointer}/${name}`)
  }

  items(name: string): Reader[] {
    return this.values(name).map((item, index) => new Reader(this.#file, item, `${this.#pointer}/${name}/${index}`))
  }

  values(name: string): readonly Json[] {
    const value = this.#member(name)
    if (!isArray(value)) throw this.wrong(`/${name}`, 'is no array')
    return value
  }

  string(name: string): string {
    const value = this.#member(name)
    if (typeof value !== 'string') throw this.wrong(`/${name}`, 'is no string')
    return value
  }

  strings(name: string): string[] {
    return this.values(name).map((value, index) => {
      if (typeof value !== 'string') throw this.wrong(`/${name}/${index}`, 'is no string')
      return value
    })
  }

  number(name: string): number {
    const value = this.#member(name)
    if (typeof value !== 'number') throw this.wrong(`/${name}`, 'is no number')
    return value
  }

  wrong(pointer: string, why: string): UsageError {
    return new UsageError(
      `${this.#file} is no report of verify: #${this.#pointer}${pointer} ${why}. Give what --reporter json=FILE has written.`,
    )
  }

  #member(name: string): Json | undefined {
    return this.has(name) ? this.object[name] : undefined
  }
}
