import type { SchemaConstraint } from '../../contract/constraints/index.ts'
import { isSchemaConstraint, shortId } from '../../contract/constraints/index.ts'
import { type Contract, type SchemaNode, subschemas } from '../../contract/model/index.ts'
import { isObject } from '../../json/index.ts'
import { Draws, nearMisses, negatives, TRY_LIMITS } from '../generators/index.ts'

import type { Base } from './base.ts'
import type { NamedDraft } from './draft.ts'
import { breaks, slotDraft, slotOf } from './slot.ts'

/** Cases of one constraint. */
const MOST_FAULTS = 24

/**
 * Values that fit no branch of an `anyOf` or `oneOf`, each because it breaks one keyword of a branch that it would fit
 * otherwise. A deployment may well tell the branches apart, and not look at what they ask.
 */
export function branchDrafts(base: Base): NamedDraft[] {
  let triesLeft = TRY_LIMITS.valuesInAll
  return base.judge.constraints.filter(isSchemaConstraint).flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined) return []
    const slot = slotOf(base, constraint)
    if (!slot) return []
    const drafts: NamedDraft[] = []
    for (const [index, branch] of branchesOf(constraint, slot.contract).entries()) {
      const judged = base.judge.validate(branch, 'request')
      const validate = (value: Parameters<typeof judged>[0]) => {
        triesLeft--
        const issues = judged(value)
        return issues.length === 1 && breaks(base, constraint, slot, value) ? issues : []
      }
      if (triesLeft <= 0 || drafts.length >= MOST_FAULTS) break
      for (const { value, keyword } of negatives(
        Draws.of(slot.contract),
        branch,
        validate,
        Math.min(triesLeft, TRY_LIMITS.values),
      )) {
        const name = `${shortId(constraint)}: ${keyword} of branch ${index + 1}`
        if (drafts.length < MOST_FAULTS) drafts.push(slotDraft(constraint, slot, name, value))
      }
      for (const { name: miss, text } of nearMisses(formatOf(branch))) {
        const name = `${shortId(constraint)}: format of branch ${index + 1}, ${miss}`
        if (drafts.length < MOST_FAULTS && breaks(base, constraint, slot, text))
          drafts.push(slotDraft(constraint, slot, name, text))
      }
    }
    return drafts
  })
}

function branchesOf({ kind, node }: SchemaConstraint, contract: Contract): SchemaNode[] {
  if (kind !== 'anyOf' && kind !== 'oneOf') return []
  return subschemas(node, kind)
    .slice(0, TRY_LIMITS.branches)
    .flatMap(({ node: branch }) => {
      if (!isObject(branch.schema)) return []
      // What it asks stands where it refers to.
      const { $ref } = branch.schema
      return [typeof $ref === 'string' ? contract.resolve($ref, branch.source) : branch]
    })
}

/** The format of a text that a branch asks for, as "a date or null" does; empty if it asks for none. */
const formatOf = ({ schema }: SchemaNode): string =>
  isObject(schema) && typeof schema.format === 'string' ? schema.format : ''
