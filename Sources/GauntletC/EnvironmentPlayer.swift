import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Scenes

/// A single environment behind a handle.
final class EnvironmentPlayer: Player {
  private(set) var environment: RecipeEnvironment
  private let actionBounds: ActionBounds
  private let natureBounds: ActionBounds
  private let action: UnsafeMutableBufferPointer<Double>
  private let observation: UnsafeMutableBufferPointer<Double>
  private let seatNumbers: UnsafeMutableBufferPointer<Double>
  private var seats: Row
  private var isRunning = false
  private var rasterizer = SoftwareRasterizer()
  private var picture: Image?

  private let reservation: Reservation

  /// - Parameter bytes: about the memory that the environment takes.
  init(_ environment: RecipeEnvironment, bytes: Int, _ shape: PlayedShape) throws(Failure) {
    reservation = try Reservation(bytes, remedy: "close other handles")
    self.environment = environment
    actionBounds = ActionBounds(shape.action, name: "the action")
    natureBounds = ActionBounds(shape.nature, name: "nature's action")
    func row(_ width: Int) -> UnsafeMutableBufferPointer<Double> {
      let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: width)
      buffer.initialize(repeating: 0)
      return buffer
    }
    action = row(shape.action.width)
    observation = row(shape.observation.width)
    seatNumbers = row(shape.nature.width)
    seats = Row(repeating: 0, count: shape.nature.width)
    isRunning = environment.isRunning
    super.init(shape)
  }

  deinit {
    action.deallocate()
    observation.deallocate()
    seatNumbers.deallocate()
  }

  class override var wanted: String { "an environment" }

  // MARK: Playing

  override func reset(seed: UInt64) { begin(seed: seed) }

  override func reset(where mask: UnsafePointer<UInt8>?, seeds: UnsafePointer<UInt64>?) throws(Failure) {
    if let mask, mask[0] == 0 { return }
    begin(seed: seeds?[0])
  }

  private func begin(seed: UInt64?) {
    var row = observation.mutableSpan
    environment.reset(seed: seed, into: &row)
    isRunning = true
    _ = mendObservation()
    guard let columns else { return }
    columns.rewards?[0] = 0
    columns.trueRewards?[0] = 0
    for channel in 0..<shape.costCount {
      columns.costs?[channel] = 0
      columns.trueCosts?[channel] = 0
    }
    columns.endings?[0] = 0
    columns.terminated?[0] = 0
    columns.truncated?[0] = 0
    if let column = columns.observations { encode(into: column) }
    writeState(columns)
  }

  override func stepBound() -> gauntlet_status {
    guard let columns else { return fail(Self.notBound) }
    guard isRunning else { return fail(Self.needsReset(0)) }
    if let fault = actionBounds.widen(columns.actions, 1, into: action.baseAddress.unsafelyUnwrapped) {
      return fail(actionBounds.failure(columns.actions, at: fault))
    }
    if let nature = columns.nature {
      if let fault = natureBounds.widen(nature, 1, into: seatNumbers.baseAddress.unsafelyUnwrapped) {
        return fail(natureBounds.failure(nature, at: fault))
      }
      for index in seatNumbers.indices { seats[index] = seatNumbers[index] }
      environment.setSeats(seats)
    }
    var row = observation.mutableSpan
    var outcome = environment.step(UnsafeBufferPointer(action).span, into: &row)
    let (signalsHold, observationHolds) = (mend(&outcome), mendObservation())
    if !(signalsHold && observationHolds) { outcome.ending.formUnion([.failed, .truncated]) }
    columns.rewards?[0] = outcome.reward
    if let costs = columns.costs {
      for channel in 0..<shape.costCount { costs[channel] = outcome.costs[channel] }
    }
    if let column = columns.observations { encode(into: column) }
    let ending = outcome.ending
    columns.endings?[0] = ending.rawValue
    columns.terminated?[0] = ending.contains(.terminated) ? 1 : 0
    columns.truncated?[0] = ending.contains(.truncated) ? 1 : 0
    if !ending.isEmpty {
      isRunning = false
      if let column = columns.finalObservations { encode(into: column) }
    }
    if columns.trueRewards != nil || columns.trueCosts != nil { writeTruth(columns) }
    writeState(columns)
    return GAUNTLET_OK
  }

  // What rules or the rounding to single precision made infinite ends the episode and shows as zero, as what
  // the dynamics made infinite does.

  private func mend(_ outcome: inout Outcome) -> Bool {
    if outcome.reward.isFinite && outcome.costs.isFinite { return true }
    if !outcome.reward.isFinite { outcome.reward = 0 }
    for channel in 0..<outcome.costs.count where !outcome.costs[channel].isFinite { outcome.costs[channel] = 0 }
    return false
  }

  private func mendObservation() -> Bool {
    let isSingle = shape.observation.elementType == .float32
    var isFinite = true
    for index in observation.indices {
      if isSingle ? Float(observation[index]).isFinite : observation[index].isFinite { continue }
      observation[index] = 0
      isFinite = false
    }
    return isFinite
  }

  private func writeTruth(_ columns: BoundColumns) {
    let truth = environment.trueOutcome
    columns.trueRewards?[0] = truth.reward
    if let costs = columns.trueCosts {
      for channel in 0..<min(shape.costCount, truth.costs.count) { costs[channel] = truth.costs[channel] }
    }
  }

  private func writeState(_ columns: BoundColumns) {
    if let margins = columns.margins {
      for (channel, margin) in environment.margins.enumerated() { margins[channel] = margin }
    }
    if let diagnostics = columns.diagnostics {
      var row = UnsafeMutableBufferPointer(start: diagnostics, count: shape.diagnosticCount).mutableSpan
      environment.writeDiagnostics(into: &row)
    }
  }

  private func encode(into column: UnsafeMutableRawPointer) {
    switch shape.observation.elementType {
    case .float32:
      let numbers = column.assumingMemoryBound(to: Float.self)
      for index in 0..<observation.count { numbers[index] = Float(observation[index]) }
    case .float64:
      let numbers = column.assumingMemoryBound(to: Double.self)
      for index in 0..<observation.count { numbers[index] = observation[index] }
    case .int64:
      let numbers = column.assumingMemoryBound(to: Int64.self)
      for index in 0..<observation.count { numbers[index] = Int64(exactly: observation[index]) ?? 0 }
    }
  }

  // MARK: Snapshots

  override func save() -> [UInt8] { environment.save() }

  override var snapshotBytes: Int { environment.save().count }

  override func restore(_ bytes: [UInt8]) throws(Failure) {
    do throws(SnapshotError) {
      try environment.restore(bytes)
    } catch {
      throw Failure(GAUNTLET_BAD_SNAPSHOT, "\(error); pass what gauntlet_save wrote for the same recipe")
    }
    isRunning = environment.isRunning
  }

  func clone() throws(Failure) -> EnvironmentPlayer {
    try EnvironmentPlayer(environment, bytes: reservation.bytes, shape)
  }

  // MARK: Looking and changing

  var clock: Clock { environment.clock }
  var mayStep: Bool { isRunning }

  func numbers(_ what: Int32) throws(Failure) -> [Double] {
    switch what {
    case GAUNTLET_TRUE_OBSERVATION: environment.trueObservation.values
    case GAUNTLET_EXECUTED_ACTION: environment.executedAction.values
    case GAUNTLET_PARAMETERS: environment.parameters
    case GAUNTLET_MARGINS: environment.margins
    case GAUNTLET_DIAGNOSTICS: environment.diagnostics.map(\.value)
    default:
      throw .badArgument("'what' is \(what); use one of the constants beside gauntlet_read, such as GAUNTLET_MARGINS")
    }
  }

  func setParameter(_ index: Int, to value: Double) throws(Failure) {
    do throws(InterventionError) {
      try environment.setParameter(index, to: value)
    } catch {
      throw .badArgument(error.message)
    }
  }

  /// Draws the present state as `channels` bytes a pixel.
  func draw(
    width: Int, height: Int, channels: Int, into pixels: UnsafeMutablePointer<UInt8>
  ) throws(Failure) {
    guard let scene = environment.scene else {
      throw Failure(GAUNTLET_UNSUPPORTED, "this world has no picture; \"has_scene\" of gauntlet_describe tells")
    }
    var image = picture ?? Image(width: width, height: height)
    picture = nil
    if image.width != width || image.height != height { image = Image(width: width, height: height) }
    rasterizer.render(scene, into: &image)
    image.pixels.withUnsafeBufferPointer { source in
      if channels == 4 {
        _ = UnsafeMutableBufferPointer(start: pixels, count: source.count).update(fromContentsOf: source)
      } else {
        for pixel in 0..<width * height {
          for channel in 0..<3 { pixels[3 * pixel + channel] = source[4 * pixel + channel] }
        }
      }
    }
    picture = image
  }
}
