export { type RecordedFinding, type RecordedReport, readReport } from './read-report.ts'
export { replayFindings } from './replay-findings.ts'
export { selectFindings } from './select-findings.ts'
