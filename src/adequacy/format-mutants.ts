import { type Constraint, isSchemaConstraint, type SchemaConstraint } from '../contract/constraints/index.ts'
import { isObject, withoutProperty } from '../json/index.ts'
import { nearMisses } from '../planning/generators/index.ts'
import { type Answered, breaksAlone, brokenIn, instancesIn, mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'
import { samplesOf } from './value-mutants.ts'

/** Deployments whose parser of a format takes what is nearly of it: one for each way to be so. */
export function formatMutants(ground: Ground, constraint: SchemaConstraint, { accepted }: Answered): Mutant[] {
  if (constraint.kind !== 'format' || constraint.implied !== undefined) return []
  const { value: format } = constraint
  const issuesOf = ground.judge.validate(constraint.node, 'request')
  return [...textsByMiss(ground, constraint, format)].flatMap(([name, texts]): Mutant[] => {
    const isTold = [...texts].some((text) => {
      const [issue, ...others] = issuesOf(text)
      return issue?.keyword === 'format' && others.length === 0
    })
    if (!isTold) return []
    return [
      mutantOf(constraint, {
        kind: 'format loose',
        which: name,
        description: `It takes texts that are nearly of the format ${format}: ${name}.`,
        shows: 'the constraint',
        answer: (situation) =>
          breaksAlone(situation, constraint) &&
          brokenIn(constraint, situation.judged).every((value) => typeof value === 'string' && texts.has(value))
            ? accepted
            : undefined,
      }),
    ]
  })
}

/** What is nearly of a format, made from each text of it that was sent. */
function textsByMiss(ground: Ground, constraint: SchemaConstraint, format: string): Map<string, Set<string>> {
  const sent = ground.situations
    .filter(mustBeAccepted)
    .flatMap(({ judged }) => instancesIn(constraint, judged))
    .filter((value) => typeof value === 'string')
  const byName = new Map<string, Set<string>>()
  for (const misses of [nearMisses(format), ...[...new Set(sent)].map((text) => nearMisses(format, text))])
    for (const { name, text } of misses) byName.set(name, (byName.get(name) ?? new Set()).add(text))
  return byName
}

const SAMPLES = 100

/** Why a pattern never fails alone, if every text of a sample keeps it that keeps all else: it says what its format does. */
export function keptByFormat({ judge }: Ground, constraint: Constraint): string | undefined {
  if (!isSchemaConstraint(constraint) || constraint.kind !== 'pattern') return undefined
  const { schema, source } = constraint.node
  if (!isObject(schema) || typeof schema.format !== 'string') return undefined
  const texts = samplesOf(judge.contract, { schema: withoutProperty(schema, 'pattern'), source }, SAMPLES)
  const issuesOf = judge.validate(constraint.node, 'request')
  return texts.length > 0 && texts.every((text) => issuesOf(text).length === 0)
    ? `every text of the format ${schema.format} that was tried keeps it`
    : undefined
}
