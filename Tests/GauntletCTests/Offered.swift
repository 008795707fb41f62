import CGauntlet
import GauntletC

/// Columns of a shape with memory of their own, filled with a pattern that no step writes.
final class Offered {
  var columns = gauntlet_columns()
  let shape: gauntlet_shape
  private var memory: [UnsafeMutableRawPointer] = []

  init(_ shape: gauntlet_shape) {
    self.shape = shape
    columns.size = UInt64(MemoryLayout<gauntlet_columns>.size)
    let (lanes, real, flag) = (shape.lanes, GAUNTLET_FLOAT64, GAUNTLET_UINT8)
    columns.actions = source(lanes * shape.action_width, shape.action_element)
    if shape.nature_width > 0 { columns.nature = source(lanes * shape.nature_width, shape.nature_element) }
    columns.observations = target(lanes * shape.observation_width, shape.observation_element)
    columns.final_observations = target(lanes * shape.observation_width, shape.observation_element)
    columns.rewards = target(lanes, real)
    columns.costs = target(lanes * shape.cost_count, real)
    columns.endings = target(lanes, flag)
    columns.terminated = target(lanes, flag)
    columns.truncated = target(lanes, flag)
    columns.true_rewards = target(lanes, real)
    columns.true_costs = target(lanes * shape.cost_count, real)
    columns.margins = target(lanes * shape.margin_count, real)
    columns.diagnostics = target(lanes * shape.diagnostic_count, real)
  }

  deinit { for start in memory { start.deallocate() } }

  private func allocate(_ count: UInt64, _ element: Int32) -> (UnsafeMutableRawPointer, UInt64) {
    let size = element == GAUNTLET_UINT8 ? 1 : element == GAUNTLET_FLOAT32 ? 4 : 8
    let bytes = Int(count) * size
    let start = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 8), alignment: 8)
    start.initializeMemory(as: UInt8.self, repeating: 0, count: max(bytes, 8))
    memory.append(start)
    return (start, UInt64(bytes))
  }

  private func source(_ count: UInt64, _ element: Int32) -> gauntlet_source {
    let (start, bytes) = allocate(count, element)
    return gauntlet_source(data: start, bytes: bytes, element: element, reserved: 0)
  }

  private func target(_ count: UInt64, _ element: Int32) -> gauntlet_target {
    let (start, bytes) = allocate(count, element)
    return gauntlet_target(data: start, bytes: bytes, element: element, reserved: 0)
  }

  /// Sets one number of the action column.
  func setAction(_ index: Int, _ value: Double) { set(columns.actions, index, value) }
  func setNature(_ index: Int, _ value: Double) { set(columns.nature, index, value) }

  private func set(_ column: gauntlet_source, _ index: Int, _ value: Double) {
    let start = UnsafeMutableRawPointer(mutating: column.data!)
    switch column.element {
    case GAUNTLET_INT64: start.storeBytes(of: Int64(value), toByteOffset: index * 8, as: Int64.self)
    case GAUNTLET_FLOAT32: start.storeBytes(of: Float(value), toByteOffset: index * 4, as: Float.self)
    default: start.storeBytes(of: value, toByteOffset: index * 8, as: Double.self)
    }
  }

  /// Every number of a column, widened.
  func numbers(_ column: gauntlet_target) -> [Double] {
    switch column.element {
    case GAUNTLET_INT64: (0..<Int(column.bytes) / 8).map { Double(column.data.load(fromByteOffset: $0 * 8, as: Int64.self)) }
    case GAUNTLET_FLOAT32: (0..<Int(column.bytes) / 4).map { Double(column.data.load(fromByteOffset: $0 * 4, as: Float.self)) }
    case GAUNTLET_UINT8: (0..<Int(column.bytes)).map { Double(column.data.load(fromByteOffset: $0, as: UInt8.self)) }
    default: (0..<Int(column.bytes) / 8).map { column.data.load(fromByteOffset: $0 * 8, as: Double.self) }
    }
  }

  func bytes(_ column: gauntlet_target) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: column.data, count: Int(column.bytes)))
  }

  /// All that a step writes, as bytes.
  var written: [UInt8] {
    [
      columns.observations, columns.rewards, columns.costs, columns.endings, columns.terminated,
      columns.truncated, columns.true_rewards, columns.true_costs, columns.margins, columns.diagnostics,
    ].flatMap(bytes)
  }
}

/// The text of the thread's last error.
var lastError: String { text { gauntlet_last_error($0, $1, $2) } }

/// What a function that writes text writes.
func text(
  _ call: (UnsafeMutablePointer<CChar>?, UInt64, UnsafeMutablePointer<UInt64>?) -> gauntlet_status
) -> String {
  var needed: UInt64 = 0
  guard call(nil, 0, &needed) == GAUNTLET_OK else { return "" }
  var buffer = [CChar](repeating: 1, count: Int(needed))
  guard call(&buffer, needed, nil) == GAUNTLET_OK else { return "" }
  return String(cString: buffer)
}

func batchOptions(lanes: UInt64, threads: UInt32, rule: Int32) -> gauntlet_batch_options {
  var options = gauntlet_batch_options()
  options.size = UInt64(MemoryLayout<gauntlet_batch_options>.size)
  options.lanes = lanes
  options.threads = threads
  options.reset_rule = rule
  return options
}

/// A batch, or why there is none.
func makeBatch(
  _ recipe: String, lanes: UInt64 = 4, threads: UInt32 = 1, rule: Int32 = GAUNTLET_RESET_SAME_STEP,
  horizon: UInt64 = 0, observation: Int32 = 0, action: Int32 = 0
) -> (gauntlet_handle, gauntlet_status) {
  var options = batchOptions(lanes: lanes, threads: threads, rule: rule)
  options.horizon = horizon
  options.observation_element = observation
  options.action_element = action
  var handle: gauntlet_handle = 0
  let status = gauntlet_make_batch(recipe, &options, &handle)
  return (handle, status)
}

func makeEnvironment(_ recipe: String) -> gauntlet_handle {
  var handle: gauntlet_handle = 0
  return gauntlet_make_environment(recipe, nil, &handle) == GAUNTLET_OK ? handle : 0
}

func shape(_ handle: gauntlet_handle) -> gauntlet_shape {
  var shape = gauntlet_shape()
  shape.size = UInt64(MemoryLayout<gauntlet_shape>.size)
  return gauntlet_get_shape(handle, &shape) == GAUNTLET_OK ? shape : gauntlet_shape()
}

/// Columns bound to `handle`; they live as long as the program, since the library keeps their pointers.
func bind(_ handle: gauntlet_handle) -> Offered {
  let offered = Offered(shape(handle))
  _ = Unmanaged.passRetained(offered)
  return gauntlet_bind(handle, &offered.columns) == GAUNTLET_OK ? offered : Offered(gauntlet_shape())
}
