import ElementaryFunctions
import RandomStreams

/// Soft policies over groups of actions. Within a group, actions keep the shares of the reference policy:
/// equal values leave them as they are.
package struct GroupChoice {
  private let model: LinearModel
  /// pi_ref of each group; shape [horizon, groups].
  private let masses: [Double]
  /// pi_ref; shape [horizon, states, actions]; nil for uniform.
  private let reference: [Double]?
  private let stateOfGroup: [Int]
  private let groupCount: Int

  package init(_ model: LinearModel, reference: [Double]?) {
    self.model = model
    self.reference = reference
    let groups = model.groups
    groupCount = groups.count
    var states = Array(repeating: 0, count: groups.count)
    for state in 0..<model.stateCount {
      for group in groups.start[state]..<groups.start[state + 1] { states[group] = state }
    }
    stateOfGroup = states
    var masses: [Double] = []
    for step in 0..<model.horizon {
      for group in 0..<groups.count {
        let members = groups.actions[groups.actionStart[group]..<groups.actionStart[group + 1]]
        if let reference {
          let first = (step * model.stateCount + states[group]) * model.actionCount
          masses.append(members.reduce(0.0) { $0 + reference[first + $1] })
        } else {
          masses.append(Double(members.count) / Double(model.actionCount))
        }
      }
    }
    self.masses = masses
  }

  func state(of group: Int) -> Int { stateOfGroup[group] }

  /// pi_ref of a group, counted over all steps.
  func mass(_ index: Int) -> Double { masses[index] }

  /// pi prop. to pi_ref exp(Q / eta) over the groups of a state; returns eta log sum pi_ref exp(Q / eta).
  @inline(__always)
  func softmax(
    _ q: UnsafePointer<Double>, into p: UnsafeMutablePointer<Double>, _ range: Range<Int>, step: Int,
    temperature: Double
  ) -> Double {
    masses.withUnsafeBufferPointer { masses in
      let reference = masses.baseAddress! + step * groupCount
      var (most, least) = (-Double.infinity, Double.infinity)
      for group in range where reference[group] > 0 {
        (most, least) = (max(most, q[group]), min(least, q[group]))
      }
      if range.count == 1 {
        p[range.lowerBound] = 1
        return most
      }
      var total = 0.0
      for group in range {
        p[group] =
          reference[group] > 0 ? reference[group] * Elementary.exp((q[group] - most) / temperature) : 0
        total += p[group]
      }
      for group in range { p[group] /= total }
      // Where values differ little beside eta, the total is 1 less a small number of which all digits count.
      guard most - least < 0.1 * temperature else { return most + temperature * Elementary.log(total) }
      var lack = 0.0
      for group in range where reference[group] > 0 {
        lack += reference[group] * Elementary.expm1((q[group] - most) / temperature)
      }
      return most + temperature * Elementary.log1p(lack)
    }
  }

  /// The step of mirror descent from the policy whose logarithms over the reference lie in `last`, which it
  /// replaces; fills `p` and returns <Q, pi> - eta KL.
  @inline(__always)
  package func mirror(
    _ q: UnsafePointer<Double>, last: UnsafeMutablePointer<Double>, into p: UnsafeMutablePointer<Double>,
    _ range: Range<Int>, step: Int, temperature: Double, size: Double
  ) -> Double {
    masses.withUnsafeBufferPointer { masses in
      let reference = masses.baseAddress! + step * groupCount
      // t / (1 + t eta) and 1 / (1 + t eta) without a product that overflows.
      let (pull, share) = (1 / (1 / size + temperature), 1 / (1 + size * temperature))
      var most = -Double.infinity
      for group in range where reference[group] > 0 {
        last[group] = pull * q[group] + share * last[group]
        most = max(most, last[group])
      }
      var total = 0.0
      for group in range {
        p[group] = reference[group] > 0 ? reference[group] * Elementary.exp(last[group] - most) : 0
        total += p[group]
      }
      let norm = most + Elementary.log(total)
      var value = 0.0
      for group in range where reference[group] > 0 {
        p[group] /= total
        // Logarithms are kept: a probability that vanished once would never come back.
        last[group] -= norm
        if p[group] > 0 { value += p[group] * (q[group] - temperature * last[group]) }
      }
      return value
    }
  }

  /// Draws an action from group masses `p` of a step: one uniform number.
  func draw(_ p: UnsafePointer<Double>, step: Int, state: Int, using stream: inout RandomStream) -> Int {
    let groups = model.groups
    let u = stream.uniform()
    var (below, chosen) = (0.0, groups.start[state])
    for group in groups.start[state]..<groups.start[state + 1] where p[group] > 0 {
      chosen = group
      if u < below + p[group] { break }
      below += p[group]
    }
    // What is left of u tells the action within the group.
    let members = groups.actionStart[chosen]..<groups.actionStart[chosen + 1]
    let rest = min(max((u - below) / p[chosen], 0), 1)
    guard let reference else {
      return groups.actions[
        min(members.lowerBound + Int(rest * Double(members.count)), members.upperBound - 1)]
    }
    let first = (step * model.stateCount + state) * model.actionCount
    var left = rest * masses[step * groups.count + chosen]
    var action = groups.actions[members.lowerBound]
    for member in members where reference[first + groups.actions[member]] > 0 {
      action = groups.actions[member]
      left -= reference[first + action]
      if left < 0 { break }
    }
    return action
  }

  /// What a group does: nothing, its first action, or a mass shared like the reference.
  enum Share {
    case none, first
    case mass(Double)
  }

  /// Action probabilities; shape [horizon, states, actions].
  func actionPolicy(_ share: (Int, Int) -> Share) -> [Double] {
    let groups = model.groups
    var result = Array(repeating: 0.0, count: model.horizon * model.stateCount * model.actionCount)
    for step in 0..<model.horizon {
      for group in 0..<groups.count {
        let first = (step * model.stateCount + stateOfGroup[group]) * model.actionCount
        let members = groups.actions[groups.actionStart[group]..<groups.actionStart[group + 1]]
        switch share(step, group) {
        case .none: break
        case .first: result[first + members[members.startIndex]] = 1
        case .mass(let mass):
          let whole = masses[step * groups.count + group]
          for action in members where whole > 0 {
            let part = reference.map { $0[first + action] / whole } ?? 1 / Double(members.count)
            result[first + action] = mass * part
          }
        }
      }
    }
    return result
  }
}
