import { withUniqueIds } from '../contract/constraints/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInputs } from '../planning/cases/index.ts'
import { argumentRefusals } from './argument-refusals.ts'
import { clientAnswerMutants } from './client-answer-mutants.ts'
import { clientArgumentMutants } from './client-argument-mutants.ts'
import { clientBodyMutants } from './client-body-mutants.ts'
import { clientMessageMutants } from './client-message-mutants.ts'
import type { ClientMutant } from './client-mutant.ts'

/** Clients of an operation, each with one defect: the same ones each time, in the order of what a call does. */
export const clientMutants = (judge: OperationJudge, inputs: LegalInputs): ClientMutant[] =>
  withUniqueIds([
    ...clientArgumentMutants(judge, inputs),
    ...clientBodyMutants(judge),
    ...clientMessageMutants(judge),
    ...argumentRefusals(judge),
    ...clientAnswerMutants(judge),
  ])
