export { IMPOSSIBLE_BODY } from './body-base.ts'
export { type Case, CREDENTIAL_CASES, type Credentials, caseKind, mayChange, mayExecute, namesOf } from './case.ts'
export { createPlan } from './create-plan.ts'
export type { Change, Draft, Feature, LeftOut, ValueChange } from './draft.ts'
export { foreignTo, type Knowledge } from './foreign-to.ts'
export { type KeyPlace, placeName } from './key-place.ts'
export { type KnownValues, knownFor, parameterNamed } from './known-values.ts'
export { type LegalInput, type LegalInputs, legalInputs } from './legal-inputs.ts'
export { takeApart } from './make-case.ts'
export {
  type CaseStream,
  collected,
  type OperationCases,
  type OperationPlan,
  type Unplanned,
} from './operation-plan.ts'
export { placeFeatures } from './place-features.ts'
export type { Plan } from './plan.ts'
export type { OperationPlanOptions, PlanOptions } from './plan-options.ts'
export type { PlanPart } from './plan-part.ts'
export { renewedCase } from './renewed-case.ts'
export type { Rung } from './rungs.ts'
export { sampleRequest } from './sample-request.ts'
export { shrinkCase } from './shrink-case.ts'
export type { Untried } from './untried.ts'
