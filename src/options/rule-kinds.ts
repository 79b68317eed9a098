import { isClientError } from '../http/index.ts'
import { isObject, type Json } from '../json/index.ts'
import {
  ADVISORY_CHECK_NAMES,
  CHECK_LEVELS,
  type CheckLevel,
  DEPLOYMENT_CHECK_NAMES,
  type DeploymentCheckName,
  type RefusalRule,
} from '../report/results/index.ts'
import { type ConfigPlace, expected, members, refuse, within } from './config-place.ts'
import type { LibraryShape } from './library-shape.ts'
import type { OptionKind } from './option-kind.ts'

/** What becomes of the findings of checks, by their names. */
export type CheckLevels = { readonly [Name in DeploymentCheckName]?: CheckLevel | undefined }

const quoted = (levels: readonly CheckLevel[]): string => levels.map((level) => `'${level}'`).join(', ')

/** What a check can be: what is an advisory by its nature is never an error. */
const levelsOf = (name: DeploymentCheckName): readonly CheckLevel[] =>
  ADVISORY_CHECK_NAMES.includes(name) ? CHECK_LEVELS.filter((level) => level !== 'error') : CHECK_LEVELS

const isCheckName = (name: string): name is DeploymentCheckName =>
  DEPLOYMENT_CHECK_NAMES.some((other) => other === name)

const levelsShape: LibraryShape = {
  form: `an object that has one of ${quoted(CHECK_LEVELS)} for names of checks: ${DEPLOYMENT_CHECK_NAMES.join(', ')}`,
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
    const levels: { [Name in DeploymentCheckName]?: CheckLevel } = {}
    for (const [name, level] of Object.entries(members(value, place, DEPLOYMENT_CHECK_NAMES))) {
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
