import type { Contract, Operation } from '../model/index.ts'
import type { Constraint } from './constraint.ts'
import { requestConstraints } from './request-constraints.ts'
import { responseConstraints } from './response-constraints.ts'
import { withUniqueIds } from './unique-ids.ts'

/** Everything that one operation demands, request first, in the order of the document. Ids are unique. */
export const operationConstraints = (contract: Contract, operation: Operation): Constraint[] =>
  withUniqueIds([
    ...requestConstraints(contract, operation),
    ...operation.responses.flatMap((response) => responseConstraints(contract, operation, response)),
  ])
