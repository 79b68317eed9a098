import type { SchemaConstraint } from '../../contract/constraints/index.ts'
import { isSchemaConstraint, shortId } from '../../contract/constraints/index.ts'
import type { Json } from '../../json/index.ts'
import { brokenAlone } from '../../judging/messages/index.ts'
import { Draws, negatives, TRY_LIMITS } from '../generators/index.ts'

import type { Base } from './base.ts'
import type { Case } from './case.ts'
import type { NamedDraft } from './draft.ts'
import { breaks, type Slot, slotDraft, slotOf } from './slot.ts'

/**
 * Of the constraints that no case breaks alone, those that some value does, found by trying; each once. No rule tells
 * what breaks any pattern, or what the branches of a union leave out.
 */
export function foundDrafts(base: Base, cases: readonly Case[]): NamedDraft[] {
  const broken = new Set(cases.flatMap((planCase) => brokenAlone(planCase.judged)?.id ?? []))
  let triesLeft = TRY_LIMITS.valuesInAll
  return base.judge.constraints.filter(isSchemaConstraint).flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined || broken.has(constraint.id)) return []
    const slot = triesLeft > 0 ? slotOf(base, constraint) : undefined
    const draft = slot && foundDraft(base, constraint, slot, Math.min(triesLeft, TRY_LIMITS.values), () => triesLeft--)
    return draft ? [draft] : []
  })
}

function foundDraft(
  base: Base,
  constraint: SchemaConstraint,
  slot: Slot,
  most: number,
  tried: () => void,
): NamedDraft | undefined {
  const { kind, source } = constraint
  const issue = { pointer: slot.pointer, keyword: kind, source, expected: '' }
  const validate = (value: Json) => {
    tried()
    return breaks(base, constraint, slot, value) ? [issue] : []
  }
  const [first] = negatives(Draws.of(slot.contract), constraint.node, validate, most)
  const name = `${shortId(constraint)}: found by trying`
  return first && slotDraft(constraint, slot, name, first.value)
}
