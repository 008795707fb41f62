import DecisionProcesses
import RandomStreams

/// Actions drawn uniformly from their space, for each lane from its own policy stream: what `RandomPolicy`
/// draws with `clock.stream(.policy)`, rounded to the action column's type.
struct UniformActions {
  /// Columns that drawing needs.
  static var columnCount: Int { 2 }

  private let space: RowSpace
  private let type: ElementType
  private let width: Int
  /// Number of the only component's categories; 0 where there is something else to draw.
  private let categories: UInt64
  /// Whether every component is a real number in a bounded interval of finite width.
  private let isBounded: Bool
  private let lower: [Double]
  private let extent: [Double]

  init(_ description: RowDescription) {
    space = RowSpace(description)
    type = description.elementType
    width = description.width
    if width == 1, case .categorical(let count) = description.components[0].kind {
      categories = UInt64(count)
    } else {
      categories = 0
    }
    lower = description.components.map(\.lower)
    extent = description.components.map { $0.upper - $0.lower }
    isBounded = !description.components.contains(where: \.isCategorical) && extent.allSatisfy(\.isFinite)
  }

  /// Draws the actions of lanes 0..<`count` for the present moment.
  ///
  /// - Parameter scratch: at least `columnCount` columns.
  func draw(
    _ clocks: LaneClocks, count: Int, into column: UnsafeMutableRawPointer, scratch: ColumnBlock
  ) {
    if categories > 0 {
      drawCategories(clocks, count, column.assumingMemoryBound(to: Int64.self), scratch)
    } else if isBounded && type == .float32 {
      drawNumbers(clocks, count, column.assumingMemoryBound(to: Float.self), scratch)
    } else if isBounded && type == .float64 {
      drawNumbers(clocks, count, column.assumingMemoryBound(to: Double.self), scratch)
    } else {
      drawComponents(clocks, count, column)
    }
  }

  private func drawCategories(
    _ clocks: LaneClocks, _ count: Int, _ actions: UnsafeMutablePointer<Int64>, _ scratch: ColumnBlock
  ) {
    let words = scratch.wholeColumn(0)
    for lane in 0..<count {
      var stream = RandomStream(
        packedKey: clocks.packedKey(lane), moment: clocks.packedMoment(lane), purpose: .policy)
      let four = stream.nextFourWords()
      words[lane] = Int64(bitPattern: UInt64(four.0) | UInt64(four.1) &<< 32)
    }
    // `RandomStream.integer(below:)`, whose rare rejections draw again from the stream itself.
    for lane in 0..<count {
      let product = UInt64(bitPattern: words[lane]).multipliedFullWidth(by: categories)
      actions[lane] = Int64(truncatingIfNeeded: product.high)
      if product.low < categories {
        var stream = clocks.clock(lane).stream(.policy)
        actions[lane] = Int64(truncatingIfNeeded: stream.integer(below: categories))
      }
    }
  }

  @inline(__always)
  private func drawNumbers<Number: ColumnNumber>(
    _ clocks: LaneClocks, _ count: Int, _ actions: UnsafeMutablePointer<Number>, _ scratch: ColumnBlock
  ) {
    let (first, second) = (scratch.column(0), scratch.column(1))
    for component in stride(from: 0, to: width, by: 2) {
      // A block of the generator holds two uniform numbers.
      let block = UInt32(component / 2)
      for lane in 0..<count {
        let (key, moment) = (UInt64(bitPattern: clocks.packedKey(lane)), clocks.packedMoment(lane))
        let four = philox4x32(
          counter: (
            block, UInt32(truncatingIfNeeded: moment &>> 32), UInt32(truncatingIfNeeded: moment),
            StreamPurpose.policy.code
          ), key: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key &>> 32)))
        first[lane] = Double((UInt64(four.0) | UInt64(four.1) &<< 32) &>> 11) * 0x1p-53
        second[lane] = Double((UInt64(four.2) | UInt64(four.3) &<< 32) &>> 11) * 0x1p-53
      }
      place(first, at: component, count, in: actions)
      if component + 1 < width { place(second, at: component + 1, count, in: actions) }
    }
  }

  @inline(__always)
  private func place<Number: ColumnNumber>(
    _ draws: UnsafePointer<Double>, at component: Int, _ count: Int, in actions: UnsafeMutablePointer<Number>
  ) {
    let (low, range) = (lower[component], extent[component])
    for lane in 0..<count { actions[lane * width + component] = Number(low + range * draws[lane]) }
  }

  /// Any space, one component after the other.
  private func drawComponents(_ clocks: LaneClocks, _ count: Int, _ column: UnsafeMutableRawPointer) {
    for lane in 0..<count {
      var stream = clocks.clock(lane).stream(.policy)
      for component in 0..<width {
        let value = space.sampleComponent(component, using: &stream)
        let cell = lane * width + component
        switch type {
        case .int64: column.storeBytes(of: Int64(value), toByteOffset: 8 * cell, as: Int64.self)
        case .float32: column.storeBytes(of: Float(value), toByteOffset: 4 * cell, as: Float.self)
        case .float64: column.storeBytes(of: value, toByteOffset: 8 * cell, as: Double.self)
        }
      }
    }
  }
}
