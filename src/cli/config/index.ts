export { type Config, defineConfig, type OperationConfig } from './config.ts'
export { CONFIG_FILES } from './config-file.ts'
export type { OperationValues } from './config-values.ts'
export { loadConfig } from './load-config.ts'
