export { type Config, defineConfig, type OperationConfig } from '../cli/config/index.ts'
export type { FromEnvironment, OwnChecks, OwnFormat, OwnFormats, Text } from '../options/index.ts'
export type { Interaction, InteractionMessage, OwnCheck, OwnQuestion } from '../report/results/index.ts'
