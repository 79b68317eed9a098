import type { HttpResponse, Outcome } from '../../http/index.ts'
import { equal, type Json, jsonIn, valueAt } from '../../json/index.ts'
import type { RefusalRule } from '../../report/results/index.ts'

/** Why an answer is no evidence, by the user's rules: the reason of the first that it fits; undefined if it fits none. */
export function businessRefusal(rules: readonly RefusalRule[], outcome: Outcome): string | undefined {
  if (outcome.kind !== 'response') return undefined
  return rules.find((rule) => fits(rule, outcome.response))?.reason
}

function fits({ status, text, pointer, value }: RefusalRule, response: HttpResponse): boolean {
  if (response.status !== status) return false
  const body = new TextDecoder().decode(response.body)
  if (text !== undefined && !body.includes(text)) return false
  if (pointer === undefined) return true
  const actual = valueIn(body, pointer)
  return actual !== undefined && (value === undefined || equal(actual, value))
}

function valueIn(body: string, pointer: string): Json | undefined {
  const parsed = jsonIn(body)
  return parsed === undefined ? undefined : valueAt(parsed, pointer)
}
