/// What nature can do with a list of models if she picks one anew for each state and action, the smallest
/// (s, a)-rectangular set that holds the list.
///
/// `table` holds, in each row, every successor that some model knows, with the probabilities of the first
/// model. A model's row counts with its own expected reward: where models pay differently for a row, its
/// successors stand there once for each reward. Costs are left out. Solve it with `backup(discount:)`:
///
///     max over a of min over T in the list of r_T(s, a) + discount * sum over s' of T(s' | s, a) v(s')
public struct RectangularClosure: Sendable {
  public let table: SolverTable
  @usableFromInline let variants: RowVariants

  /// O(models * entries).
  public init(_ models: ModelList) {
    let rowCount = models.tables[0].rowCount
    var variants = RowVariants()
    var rowStart = [0]
    var next: [Int32] = []
    var probability: [Double] = []
    var entryReward: [Double] = []
    var expected: [Double] = []
    var paysDifferently = false
    var longestRow = 0
    for row in 0..<rowCount {
      var seen: Set<RowVariant> = []
      var distinct: [RowVariant] = []
      for table in models.tables {
        let variant = RowVariant(of: row, in: table)
        if seen.insert(variant).inserted { distinct.append(variant) }
      }
      // The entries of the row: for each reward the successors of the variants that pay it.
      var entries: [Entry: Int] = [:]
      for variant in distinct {
        for successor in variant.next {
          let entry = Entry(next: successor, reward: variant.reward)
          guard entries[entry] == nil else { continue }
          entries[entry] = entries.count
          next.append(successor)
          probability.append(0)
          entryReward.append(variant.reward)
        }
      }
      let start = rowStart[row]
      for variant in distinct {
        variants.add(variant) { entries[Entry(next: $0, reward: variant.reward)]! }
        paysDifferently = paysDifferently || variant.reward != distinct[0].reward
      }
      variants.endRow()
      for (successor, p) in zip(distinct[0].next, distinct[0].probability) {
        probability[start + entries[Entry(next: successor, reward: distinct[0].reward)]!] = p
      }
      expected.append(distinct[0].reward)
      longestRow = max(longestRow, entries.count)
      rowStart.append(next.count)
    }
    self.variants = variants
    table = SolverTable(
      stateCount: models.stateCount, actionCount: models.actionCount, rowStart: rowStart, next: next,
      probability: probability,
      reward: RowSignal(expected: expected, entries: paysDifferently ? entryReward : []), costs: [],
      initial: models.tables[0].initial, hasTermination: models.tables.contains(where: \.hasTermination),
      longestRow: longestRow)
  }

  /// The robust backup for `table`.
  ///
  /// Throws for a discount outside [0, 1].
  public func backup(discount: Double) throws(PlanningError) -> ClosureBackup {
    try ClosureBackup(self, discount: discount)
  }

  /// Number of different rows among the models', over all states and actions: what one sweep looks at.
  public var variantCount: Int { variants.reward.count }

  private struct Entry: Hashable {
    var next: Int32
    var reward: Double
  }
}

/// The backup of a `RectangularClosure`: nature picks the model anew for each state and action.
///
/// For the table of that closure alone.
public struct ClosureBackup: Backup {
  public let discount: Double
  @usableFromInline let variants: RowVariants

  init(_ closure: RectangularClosure, discount: Double) throws(PlanningError) {
    self.discount = try Discount.step(discount)
    variants = closure.variants
  }

  @inlinable public func makeScratch(for rows: TableRows, memory: Void) {}

  @inlinable
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
  ) -> Double {
    variants.worst(ofRow: row, values: values, discount: discount, floor: floor).worth
  }

  @inlinable
  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let worst = variants.worst(ofRow: row, values: values, discount: discount, floor: -.infinity)
    probabilities.update(repeating: 0, count: rows.rowStart[row + 1] - rows.rowStart[row])
    for entry in variants.entryStart[worst.variant]..<variants.entryStart[worst.variant + 1] {
      probabilities[Int(variants.place[entry])] = variants.probability[entry]
    }
    return worst.worth
  }

  @inlinable
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    Double.ulpOfOne * Double(2 * variants.longest + 4) * (variants.largestReward + size)
  }
}
