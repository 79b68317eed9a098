import { withUniqueIds } from '../contract/constraints/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInputs } from '../planning/cases/index.ts'
import { answerMutants } from './answer-mutants.ts'
import { argumentMutants } from './argument-mutants.ts'
import { argumentRefusals } from './argument-refusals.ts'
import { bodyMutants } from './body-mutants.ts'
import type { ClientMutant } from './client-mutant.ts'
import { messageMutants } from './message-mutants.ts'

/** Clients of an operation, each with one defect: the same ones each time, in the order of what a call does. */
export const clientMutants = (judge: OperationJudge, inputs: LegalInputs): ClientMutant[] =>
  withUniqueIds([
    ...argumentMutants(judge, inputs),
    ...bodyMutants(judge),
    ...messageMutants(judge),
    ...argumentRefusals(judge),
    ...answerMutants(judge),
  ])
