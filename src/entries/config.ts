export { type Config, defineConfig, type OperationConfig } from '../cli/config/index.ts'
export type { FromEnvironment, Text } from '../options/index.ts'
