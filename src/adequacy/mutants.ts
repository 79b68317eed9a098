import { type Constraint, isSchemaConstraint, withUniqueIds } from '../contract/constraints/index.ts'
import { IMPOSSIBLE_BODY } from '../planning/cases/index.ts'
import { type Answered, answeredBy, breaksAlone, mutantOf } from './departures.ts'
import { formatMutants, keptByFormat } from './format-mutants.ts'
import type { Ground } from './ground.ts'
import { limitMutants } from './limit-mutants.ts'
import { keeps, type Mutant } from './mutant.ts'
import { opennessMutants } from './openness-mutants.ts'
import { refusalMutants } from './refusal-mutants.ts'
import { responseMutants } from './response-mutants.ts'
import { valueMutants } from './value-mutants.ts'

/**
 * Deployments that keep an operation's contract except for one thing, in the order of its constraints: the same ones each
 * time. Ids are unique.
 */
export function mutants(ground: Ground): Mutant[] {
  const answered = answeredBy(ground)
  return withUniqueIds([
    ...ground.judge.constraints.flatMap((constraint) =>
      constraint.party === 'client'
        ? requestMutants(ground, constraint, answered)
        : responseMutants(ground, constraint),
    ),
    ...opennessMutants(ground, answered),
  ])
}

function requestMutants(ground: Ground, constraint: Constraint, answered: Answered): Mutant[] {
  const hidden = ground.hides(constraint)
  const implied = constraint.implied ?? keptByFormat(ground, constraint)
  const exempt =
    implied !== undefined
      ? ({ state: 'equivalent', reason: implied } as const)
      : hidden !== undefined
        ? ({ state: hidden.includes(IMPOSSIBLE_BODY) ? 'unreachable' : 'masked', reason: hidden } as const)
        : undefined
  const notEnforced = mutantOf(constraint, {
    kind: 'not enforced',
    description: 'It lets requests through that break it.',
    shows: 'the constraint',
    answer: (situation) => (breaksAlone(situation, constraint) ? answered.accepted : undefined),
    ...(exempt && { answer: keeps, exempt }),
  })
  if (hidden !== undefined) return [notEnforced]
  const ofValues = isSchemaConstraint(constraint)
    ? [
        ...limitMutants(ground, constraint, answered),
        ...formatMutants(ground, constraint, answered),
        ...valueMutants(ground, constraint, answered),
      ]
    : []
  if (implied !== undefined) return [notEnforced, ...ofValues]
  return [notEnforced, ...ofValues, ...refusalMutants(ground, constraint)]
}
