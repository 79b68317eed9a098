import { type Contract, contractFields } from '../contract/model/index.ts'
import { type HttpRequest, Redaction } from '../http/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { Finding, LedgerRow } from '../report/results/index.ts'
import type { ClientFault } from './client-fault.ts'
import { clientFindings } from './client-findings.ts'
import { ClientLedger } from './client-ledger.ts'
import { findingOf } from './client-report.ts'
import { type TemplatesOf, templatesOf } from './lost-data.ts'
import type { Observation } from './observation.ts'

/** How the findings of an operation are witnessed. */
export interface Witnessing {
  readonly seed: number
  readonly baseUrl: string
  readonly fullBodies: boolean | undefined
  /** The request that would have said what was asked, if none was sent. */
  write(observation: Observation): HttpRequest
}

/** What the calls of one operation have shown: their faults, and the constraints that they prove. */
export class OperationRecord {
  readonly judge: OperationJudge
  readonly templates: TemplatesOf
  readonly observations: Observation[] = []
  readonly faults: ClientFault[] = []
  readonly #ledger: ClientLedger

  constructor(judge: OperationJudge) {
    this.judge = judge
    this.templates = templatesOf(judge.constraints)
    this.#ledger = new ClientLedger(judge)
  }

  /** Notes what a call proves. `isTaken`: the answer is legal, and nothing is wrong with what the client made of it. */
  prove(observation: Observation, isTaken: boolean): void {
    this.#ledger.add(observation, isTaken)
  }

  findings({ seed, baseUrl, fullBodies, write }: Witnessing): Finding[] {
    const { contract, operation } = this.judge
    // A client keeps its secrets to itself: they are known by the fields that they are sent in.
    const redaction = new Redaction({ contract: contractFields(contract), fields: [] })
    const context = { operation: operation.id, seed, baseUrl, showing: { redaction, fullBodies }, write }
    return clientFindings(this.faults, this.observations, this.judge.constraints, this.templates).map((finding) =>
      findingOf(finding, context),
    )
  }

  rows(contract: Contract, findings: readonly Finding[]): LedgerRow[] {
    const broken = findings.flatMap(({ subject }) => (subject.kind === 'constraint' ? [subject.constraint] : []))
    return this.#ledger.rows(new Set(broken), ({ source }) => contract.lineOf(source))
  }
}
