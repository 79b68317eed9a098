import {
  type Constraint,
  isSchemaConstraint,
  parameterKey,
  placeKey,
  placeOf,
  type SchemaConstraint,
} from '../../contract/constraints/index.ts'
import type { SchemaNode } from '../../contract/model/index.ts'
import { isWithin, type Json, jsonSize, type Pointer, valueAt } from '../../json/index.ts'
import { brokenAlone, isConforming, isRequestAtEdge } from '../../judging/messages/index.ts'
import { beyondBudget, Draws, isRefusal, madeOrRefused, whyNone } from '../generators/index.ts'
import type { Base } from './base.ts'
import { fullDraft } from './base-draft.ts'
import type { Case } from './case.ts'

/** Why no case shows that a constraint of the request is enforced, or that its edge is not refused. */
export interface Untried {
  readonly edge?: string
  readonly breach?: string
}

/** What the cases of an operation leave out, by the constraints' ids; `cut` says so if a limit may be why. */
export function untriedOf(
  base: Base,
  cases: readonly Case[],
  hasCredentials: boolean,
  cut?: string,
): Map<string, Untried> {
  const broken = new Set(cases.flatMap((planCase) => brokenAlone(planCase.judged)?.id ?? []))
  const conforming = cases.filter(({ judged }) => isConforming(judged))
  const untriedById = new Map<string, Untried>()
  const security = base.judge.constraints.find(({ kind }) => kind === 'security')
  if (security && cases.every(({ credentials }) => credentials === 'configured'))
    untriedById.set(security.id, {
      breach: hasCredentials
        ? 'a client certificate is enough: what is left out besides tells nothing'
        : 'no credentials were given: --token or --header',
    })
  const sizes = new SizeReasons(base)
  for (const constraint of base.judge.constraints) {
    if (constraint.party !== 'client' || constraint.implied !== undefined || constraint.kind === 'security') continue
    const reason = reasonOf(base, constraint) ?? sizes.reasonOf(constraint) ?? cut
    const refused = leftOutReason(base, constraint)
    const isAtEdge =
      !isSchemaConstraint(constraint) || conforming.some(({ judged }) => isRequestAtEdge(constraint, judged))
    const isHarmful = base.guard.isAbout(constraint)
    const untried = {
      ...((!isAtEdge || refused !== undefined) && {
        edge: refused ?? reason ?? `${isHarmful ? HARMFUL_EDGE : UNFOUND_EDGE}; give one with ${optionFor(constraint)}`,
      }),
      ...(!broken.has(constraint.id) && {
        breach:
          reason ??
          (isHarmful ? HARMFUL_BREACH : 'no request that breaks it alone is planned: no such value was found'),
      }),
    }
    if (Object.keys(untried).length > 0) untriedById.set(constraint.id, untried)
  }
  return untriedById
}

const HARMFUL_EDGE = 'a value at its edge may name something that the request would change'
const UNFOUND_EDGE = 'no request at its edge is planned: no such value was found'
const HARMFUL_BREACH = 'a value that breaks it may name something that the request would change, if it is let through'

/** What the budget of a value, or a schema that no value fits, keeps from being sent. */
class SizeReasons {
  readonly #base: Base
  readonly #body: Json | undefined
  /** Bytes of the body that edges and breaches are put into. */
  readonly #size: number
  /** Why nothing is sent at a place of the body or of a parameter, by the place and its pointer. */
  readonly #none: readonly { readonly place: string; readonly pointer: Pointer; readonly why: string }[]

  constructor(base: Base) {
    const { contract, constraints } = base.judge
    this.#base = base
    this.#body = fullDraft(base).body
    this.#size = this.#body === undefined ? 0 : jsonSize(this.#body)
    const met = new Map<SchemaNode['schema'], string | undefined>()
    const whyNot = (node: SchemaNode): string | undefined => {
      const known = met.has(node.schema)
        ? met.get(node.schema)
        : madeOrRefused(() => whyNone(Draws.of(contract), [node]))
      const why = isRefusal(known) ? undefined : known
      met.set(node.schema, why)
      return why
    }
    this.#none = constraints.flatMap((constraint) => {
      if (!isSchemaConstraint(constraint) || constraint.place.side !== 'request') return []
      const why = whyNot(constraint.node)
      return why === undefined ? [] : [{ place: placeKey(constraint.place), pointer: constraint.pointer, why }]
    })
  }

  reasonOf(constraint: Constraint): string | undefined {
    if (!isSchemaConstraint(constraint)) return undefined
    const none = this.#none.find(
      ({ place, pointer }) => place === placeKey(constraint.place) && isWithin(constraint.pointer, pointer),
    )
    if (none) return `nothing is sent at its place: ${none.why}`
    return beyondBudget(this.#base.judge.contract, constraint, this.#restOf(constraint))
  }

  /** Bytes that the body has besides the place of a constraint, as far as it has that one place. */
  #restOf({ place, pointer }: SchemaConstraint): number {
    if (place.in !== 'body' || this.#body === undefined || pointer.includes('*')) return 0
    const current = valueAt(this.#body, pointer)
    return current === undefined ? 0 : this.#size - jsonSize(current)
  }
}

/** A value that is given is sent, at whatever edge it stands. */
const optionFor = (constraint: Constraint): string =>
  (placeOf(constraint)?.in ?? 'body') === 'body' ? '--body' : '--param'

/** Why no value is sent at the place of a constraint but what breaks it. */
function leftOutReason({ leftOut }: Base, constraint: Constraint): string | undefined {
  const place = placeOf(constraint)
  if (place?.side !== 'request') return undefined
  const pointer = isSchemaConstraint(constraint) ? constraint.pointer : ''
  return leftOut.find(({ change }) =>
    change.in === 'parameter'
      ? place.in !== 'body' && parameterKey(place) === change.key
      : place.in === 'body' && isWithin(pointer, change.pointer),
  )?.reason
}

/** Why nothing at all is planned at the place of a constraint. */
function reasonOf({ body, unwritten, carried, uncarried, given }: Base, constraint: Constraint): string | undefined {
  const [none] = unwritten.values()
  if (constraint.kind === 'mediaType' && !body && none !== undefined) return `no body is sent: ${none}`
  const place = placeOf(constraint)
  if (place?.side !== 'request') return undefined
  if (place.in !== 'body') {
    const key = parameterKey(place)
    if (carried.has(key)) return 'the credentials are sent in its place'
    if (uncarried.has(key) && !given.has(key))
      return 'it is never sent: no value was found that a header can carry; give one with --param'
    return undefined
  }
  const why = unwritten.get(place.mediaType)
  return why === undefined ? undefined : `no such body is sent: ${why}`
}
