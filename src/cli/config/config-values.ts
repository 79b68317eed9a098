import type { Config, OperationConfig } from './config.ts'
import * as read from './readers.ts'

/** Reads what a name has, by its reader; undefined where it has nothing. */
type Take<Name> = <T>(name: Name, reader: read.Reader<T>) => T | undefined

/** Values by name, without those that the command line gives. */
const named =
  (option: 'param' | 'header'): read.Reader<ReadonlyMap<string, readonly string[]>> =>
  (value, at) => {
    const own = Object.entries(read.record(value, at)).filter(([name]) => !at.isGiven(option, name))
    return read.mapOf(read.listOf(read.text))(Object.fromEntries(own), at)
  }

const token: read.Reader<string | (() => Promise<string>)> = (value, at) => {
  if (typeof value !== 'function') return read.text(value, at)
  return async () => {
    const given: unknown = await value()
    return typeof given === 'string' ? given : read.refuse(at, 'gave no text; it is to give a token.')
  }
}

const nothing = (): undefined => undefined

const allOf = (take: Take<keyof Config>, operations: read.Reader<ReadonlyMap<string, OperationValues>>) =>
  ({
    spec: take('spec', read.location),
    target: take('target', read.text),
    param: take('param', named('param')),
    body: take('body', read.listOf(read.body)),
    token: take('token', token),
    tokenCommand: take('tokenCommand', read.string),
    ak: take('ak', read.text),
    sk: take('sk', read.text),
    header: take('header', named('header')),
    runs: take('runs', read.count),
    seed: take('seed', read.seed),
    maxRequests: take('maxRequests', read.count),
    maxExecutions: take('maxExecutions', read.count),
    include: take('include', read.listOf(read.string)),
    exclude: take('exclude', read.listOf(read.string)),
    ca: take('ca', read.file),
    cert: take('cert', read.file),
    key: take('key', read.file),
    concurrency: take('concurrency', read.positive),
    timeout: take('timeout', read.timeout),
    rate: take('rate', read.rate),
    wait: take('wait', read.duration),
    maxTime: take('maxTime', read.duration),
    requireHeld: take('requireHeld', read.listOf(read.string)),
    baseline: take('baseline', read.file),
    strictBaseline: take('strictBaseline', read.flag),
    reporter: take('reporter', read.listOf(read.reporter)),
    quiet: take('quiet', read.flag),
    verbose: take('verbose', read.flag),
    color: take('color', read.flag),
    operations: take('operations', operations),
  }) satisfies { readonly [Name in keyof Config]-?: unknown }

const operationOf = (take: Take<keyof OperationConfig>) =>
  ({
    param: take('param', named('param')),
    body: take('body', read.listOf(read.body)),
    runs: take('runs', read.count),
  }) satisfies { readonly [Name in keyof OperationConfig]-?: unknown }

type OperationValues = ReturnType<typeof operationOf>

const NAMES: readonly string[] = Object.keys(allOf(nothing, () => new Map()))
const OPERATION_NAMES: readonly string[] = Object.keys(operationOf(nothing))

const taking = (value: unknown, at: read.Place, names: readonly string[]): Take<string> => {
  const own = read.members(value, at, names)
  return (name, reader) =>
    Object.hasOwn(own, name) && !at.isGiven(name) ? reader(own[name], read.within(at, name)) : undefined
}

const operation: read.Reader<OperationValues> = (value, at) => operationOf(taking(value, at, OPERATION_NAMES))

/** A configuration that was checked: variables are looked up, files are absolute, durations are milliseconds. */
export type ConfigValues = ReturnType<typeof readConfig>

/** Throws UsageError that names file and key. */
export const readConfig = (value: unknown, at: read.Place) => allOf(taking(value, at, NAMES), read.mapOf(operation))
