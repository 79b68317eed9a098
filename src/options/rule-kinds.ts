import { isClientError } from '../http/index.ts'
import { isObject, type Json } from '../json/index.ts'
import {
  ADVISORY_CHECK_NAMES,
  CHECK_LEVELS,
  CHECK_NAMES,
  type CheckLevel,
  DEPLOYMENT_CHECK_NAMES,
  type DeploymentCheckName,
  isOwnCheckName,
  type OwnCheck,
  type OwnCheckName,
  ownCheckName,
  type RefusalRule,
} from '../report/results/index.ts'
import { type ConfigPlace, expected, members, record, refuse, within } from './config-place.ts'
import type { LibraryShape } from './library-shape.ts'
import type { OptionKind } from './option-kind.ts'

/** What becomes of the findings of checks, by their names. */
export type CheckLevels = { readonly [Name in DeploymentCheckName | OwnCheckName]?: CheckLevel | undefined }

const quoted = (levels: readonly CheckLevel[]): string => levels.map((level) => `'${level}'`).join(', ')

/** What a check can be: what is an advisory by its nature is never an error. */
const levelsOf = (name: DeploymentCheckName | OwnCheckName): readonly CheckLevel[] =>
  ADVISORY_CHECK_NAMES.some((other) => other === name)
    ? CHECK_LEVELS.filter((level) => level !== 'error')
    : CHECK_LEVELS

const isCheckName = (name: string): name is DeploymentCheckName | OwnCheckName =>
  isOwnCheckName(name) || DEPLOYMENT_CHECK_NAMES.some((other) => other === name)

const levelsShape: LibraryShape = {
  form: `an object that has one of ${quoted(CHECK_LEVELS)} for names of checks: ${DEPLOYMENT_CHECK_NAMES.join(', ')}, or own.NAME`,
  isValue: (value) =>
    isObject(value) &&
    Object.entries(value).every(
      ([name, level]) => isCheckName(name) && levelsOf(name).some((other) => other === level),
    ),
}

/** A configuration and the library have it; the command line does not. */
export const checkLevels: OptionKind<CheckLevels> = {
  form: levelsShape.form,
  library: levelsShape,
  parse: () => undefined,
  read: (value, place) => {
    const levels: { [Name in DeploymentCheckName | OwnCheckName]?: CheckLevel } = {}
    const own = isObject(value) ? Object.keys(value).filter(isOwnCheckName) : []
    for (const [name, level] of Object.entries(members(value, place, [...DEPLOYMENT_CHECK_NAMES, ...own]))) {
      if (!isCheckName(name)) continue
      const found = levelsOf(name).find((other) => other === level)
      levels[name] = found ?? expected(within(place, name), level, `one of ${quoted(levelsOf(name))}`)
    }
    return levels
  },
}

const RULE_NAMES = ['status', 'text', 'pointer', 'value', 'reason'] as const

const RULE_FORM = 'a list of objects, each with a status from 400 to 499, a text or a pointer (and value), and a reason'

const refusalsShape: LibraryShape = {
  form: RULE_FORM,
  isValue: (value) => Array.isArray(value) && value.every((rule) => isObject(rule) && problemOf(rule) === undefined),
}

/** A configuration and the library have it; the command line does not. */
export const refusals: OptionKind<readonly RefusalRule[]> = {
  form: RULE_FORM,
  library: refusalsShape,
  parse: () => undefined,
  read: (value, place) =>
    Array.isArray(value)
      ? value.map((rule: unknown, index) => readRule(rule, { ...place, key: `${place.key}[${index}]` }))
      : expected(place, value, RULE_FORM),
}

function readRule(value: unknown, place: ConfigPlace): RefusalRule {
  const rule = members(value, place, RULE_NAMES)
  const problem = problemOf(rule)
  if (problem !== undefined) refuse(place, problem)
  const { status, text, pointer, reason } = rule
  if (typeof status !== 'number' || typeof reason !== 'string') return expected(place, value, RULE_FORM)
  return {
    status,
    reason,
    ...(typeof text === 'string' && { text }),
    ...(typeof pointer === 'string' && { pointer }),
    ...(Object.hasOwn(rule, 'value') && { value: asJson(rule.value, within(place, 'value')) }),
  }
}

/** What is wrong with a rule, to follow its place; undefined if nothing is. */
function problemOf({ status, text, pointer, value, reason }: { readonly [name: string]: unknown }): string | undefined {
  if (typeof status !== 'number' || !Number.isInteger(status) || !isClientError(status))
    return 'has no status of a refusal; give one from 400 to 499.'
  if (typeof reason !== 'string' || reason.trim() === '')
    return 'has no reason; write why such an answer proves nothing.'
  if (text === undefined && pointer === undefined)
    return 'says nothing of the body; give text, or pointer and value, so that other refusals still count.'
  if (text !== undefined && (typeof text !== 'string' || text === ''))
    return 'has a text that is none; give what stands in the body.'
  if (pointer !== undefined && (typeof pointer !== 'string' || !/^(?:\/.*)?$/s.test(pointer)))
    return 'has a pointer that is no JSON Pointer; write it as /error/code.'
  return value !== undefined && pointer === undefined
    ? 'has a value and no pointer; say where the value stands.'
    : undefined
}

function asJson(value: unknown, place: ConfigPlace): Json {
  try {
    const copy: Json = JSON.parse(JSON.stringify(value))
    return copy
  } catch {
    return refuse(place, 'is not JSON; give a value of JSON.')
  }
}

/** Checks of the user's own, by names. */
export type OwnChecks = { readonly [name: string]: OwnCheck }

const OWN_NAMES = ['ask', 'operations', 'severity'] as const

const OWN_FORM =
  'an object that has, for each name, a function, or an object with ask (a function), operations and severity'

/** A configuration and the library have it; the command line does not. */
export const ownChecks: OptionKind<OwnChecks> = {
  form: OWN_FORM,
  library: {
    form: OWN_FORM,
    isValue: (value) => isObject(value) && Object.entries(value).every((entry) => ownProblem(entry) === undefined),
  },
  parse: () => undefined,
  read: (value, place) => {
    const checks = record(value, place)
    for (const entry of Object.entries(checks)) {
      const [name, check] = entry
      if (isObject(check)) members(check, within(place, name), OWN_NAMES)
      const problem = ownProblem(entry)
      if (problem !== undefined) refuse(within(place, name), problem)
    }
    return isOwnChecks(checks) ? checks : expected(place, value, OWN_FORM)
  },
}

const isOwnChecks = (value: object): value is OwnChecks =>
  Object.entries(value).every((entry) => ownProblem(entry) === undefined)

/** What is wrong with a check, to follow its place; undefined if nothing is. */
function ownProblem([name, check]: readonly [string, unknown]): string | undefined {
  if (!/^[a-z][a-z0-9_-]*$/i.test(name))
    return 'is no name for a check; write letters, digits, _ and -, and a letter first.'
  if (CHECK_NAMES.some((other) => other === name))
    return `has the name of a check that there is; write another, which ${ownCheckName('NAME')} stands for.`
  if (typeof check === 'function') return undefined
  if (!isObject(check) || typeof check.ask !== 'function') return 'is no check; give a function, or an object with ask.'
  const { operations = [], severity = 'error' } = check
  if (![operations].flat().every((pattern) => typeof pattern === 'string'))
    return 'has operations that are none; give a text, or a list of texts.'
  return severity === 'error' || severity === 'advisory'
    ? undefined
    : "has a severity that is none; give 'error' or 'advisory'."
}
