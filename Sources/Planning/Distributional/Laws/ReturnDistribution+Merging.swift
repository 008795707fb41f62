extension ReturnDistribution {
  /// A law of fewer atoms and its Wasserstein-1 distance from the one that it stands for.
  public typealias Merged = (law: ReturnDistribution, distance: Double)

  /// The law with atoms that lie close together made one, at their mean.
  ///
  /// From the least value on, a group takes in the values up to `resolution` above its least one. The mean of
  /// the law stays; no mass moves by more than `resolution`, so the distance is at most half of that.
  /// O(atoms).
  ///
  /// - Precondition: `resolution` is finite, at least 0.
  public func merged(within resolution: Double) -> Merged {
    precondition(resolution >= 0 && resolution.isFinite, "a resolution of \(resolution)")
    guard resolution > 0 else { return (self, 0) }
    var starts: [Int] = []
    var least = -Double.infinity
    for (index, value) in values.enumerated() where value - least > resolution {
      starts.append(index)
      least = value
    }
    return grouped(startingAt: starts)
  }

  /// The law with at most `limit` atoms, made by joining the two neighbours whose joint moves least mass,
  /// again and again.
  ///
  /// Joining atoms p at x and q at y moves p q (y - x) / (p + q) to each side. The mean stays, and the law
  /// gets smaller in the convex order: no concave utility gets worse. O(n log n).
  ///
  /// - Precondition: `limit >= 1`.
  public func compressed(to limit: Int) -> Merged {
    precondition(limit >= 1, "a law of at most \(limit) atoms")
    guard count > limit else { return (self, 0) }
    var joiner = NeighbourJoiner(self)
    return grouped(startingAt: joiner.join(downTo: limit))
  }

  /// The law whose atoms are the means of the groups that start at these indices, the first one at 0.
  private func grouped(startingAt starts: [Int]) -> Merged {
    guard starts.count < count else { return (self, 0) }
    var atoms = AtomList()
    var distance = 0.0
    for (group, start) in starts.enumerated() {
      let end = group + 1 < starts.count ? starts[group + 1] : count
      var mass = 0.0
      var excess = 0.0
      for index in start..<end {
        mass += probabilities[index]
        excess += probabilities[index] * (values[index] - values[start])
      }
      // Counted from the least value, the mean of a group stays inside it.
      let mean = min(values[start] + excess / mass, values[end - 1])
      for index in start..<end { distance += probabilities[index] * abs(values[index] - mean) }
      atoms.add(mean, mass)
    }
    return (atoms.law(), distance)
  }
}

/// Clusters of neighbouring atoms, joined cheapest first by a heap of joints.
private struct NeighbourJoiner {
  private struct Joint {
    var cost: Double
    /// The cluster left of it, by its first atom, and how often that one and its neighbour had changed.
    var left: Int
    var changes: Int
  }

  private var mass: [Double]
  private var mean: [Double]
  private var next: [Int]
  private var previous: [Int]
  private var changes: [Int]
  private var heap: [Joint] = []

  init(_ law: ReturnDistribution) {
    mass = law.probabilities
    mean = law.values
    next = law.values.indices.map { $0 + 1 }
    previous = law.values.indices.map { $0 - 1 }
    changes = Array(repeating: 0, count: law.count)
    for left in 0..<law.count - 1 { push(left) }
  }

  /// First atoms of the clusters that remain, in order.
  mutating func join(downTo limit: Int) -> [Int] {
    var clusters = mass.count
    while clusters > limit {
      let joint = pop()
      let (left, right) = (joint.left, next[joint.left])
      guard mass[left] > 0, joint.changes == changes[left] + changes[right] else { continue }
      let total = mass[left] + mass[right]
      mean[left] += mass[right] / total * (mean[right] - mean[left])
      mass[left] = total
      // Counts only grow along a cluster's life, so an old joint never looks like a new one.
      changes[left] += changes[right] + 1
      next[left] = next[right]
      if next[right] < mass.count {
        previous[next[right]] = left
        push(left)
      }
      if previous[left] >= 0 { push(previous[left]) }
      mass[right] = 0
      clusters -= 1
    }
    return mass.indices.filter { mass[$0] > 0 }
  }

  private mutating func push(_ left: Int) {
    let right = next[left]
    let moved = mass[left] * mass[right] / (mass[left] + mass[right]) * (mean[right] - mean[left])
    heap.append(Joint(cost: moved, left: left, changes: changes[left] + changes[right]))
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Joint {
    let top = heap[0]
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) {
        least = child
      }
      if least == parent { return top }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    heap[a].cost != heap[b].cost ? heap[a].cost < heap[b].cost : heap[a].left < heap[b].left
  }
}
