import { parameterKey, shortId } from '../../contract/constraints/index.ts'
import { inOtherLetters } from '../generators/index.ts'
import type { Base } from './base.ts'
import { twinsOf } from './base-draft.ts'
import type { NamedDraft } from './draft.ts'

/** A required parameter of the query under its name in other letters, which is another name. One shows it for all. */
export function recasedQuery(base: Base): NamedDraft[] {
  const { first: twin } = twinsOf(base)
  const { judge } = base
  const parameters = judge.operation.parameters.filter((parameter) => parameter.in === 'query')
  for (const constraint of judge.constraints) {
    if (constraint.kind !== 'presence' || constraint.place.in !== 'query') continue
    const key = parameterKey(constraint.place)
    const parameter = parameters.find((candidate) => parameterKey(candidate) === key)
    const value = twin.draft.parameters.get(key)
    if (!parameter || value === undefined || base.carried.has(key) || base.guard.guards(key)) continue
    const text = inOtherLetters(parameter.name)
      .filter((name) => !parameters.some((other) => other.name === name))
      .map((name) => judge.writeParameter({ ...parameter, name }, value))
      // An object that is spread over its properties has no name of its own.
      .find((written) => written !== judge.writeParameter(parameter, value))
    if (text === undefined) continue
    const name = `${shortId(constraint)}: in other letters`
    return [{ name, constraint: constraint.id, draft: { ...twin.draft, raw: new Map([[key, text]]) }, twin }]
  }
  return []
}
