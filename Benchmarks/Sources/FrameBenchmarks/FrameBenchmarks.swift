import Foundation
import Gauntlet

/// Time per frame of every world; stepping speed beside an open window; memory over many frames.
///
///     FrameBenchmarks [frames | stepping | memory]
///
/// Ends with status 1 when memory grows; times are printed beside their goals and judged by the reader.
@main
enum FrameBenchmarks {
  static func main() throws {
    // Where OpenGL is drawn by the processor, its threads would take the stepping thread's core.
    setenv("LP_NUM_THREADS", "0", 0)
    let parts = CommandLine.arguments.dropFirst()
    func wants(_ part: String) -> Bool { parts.isEmpty || parts.contains(part) }
    if wants("frames") { try measureFrames() }
    if wants("stepping") { try measureStepping() }
    if wants("memory") { try measureMemory() }
  }

  static func print(_ text: String) { Swift.print(text) }

  static func milliseconds(_ duration: Duration) -> String {
    String(format: "%.3f", duration / .milliseconds(1))
  }
}

/// The middle of some durations.
func median(_ durations: [Duration]) -> Duration { durations.sorted()[durations.count / 2] }
