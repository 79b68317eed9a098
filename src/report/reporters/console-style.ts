import pc from 'picocolors'

/** How text for the console looks. */
export interface ConsoleStyle {
  readonly colors: ReturnType<typeof pc.createColors>
  readonly columns: number
  /** Show everything, however long. */
  readonly verbose: boolean
}

/** A style without colours, for text that does not go to a terminal. */
export const plainStyle = (columns: number): ConsoleStyle => ({
  colors: pc.createColors(false),
  columns,
  verbose: false,
})
