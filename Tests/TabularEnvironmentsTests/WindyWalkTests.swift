import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct WindyWalkTests {
  private struct Case: Decodable {
    let alpha: Double
    /// [state, action, next, probability, reward]
    let rows: [[Double]]
    let discount: Double
    let values: [Double]
  }

  private struct Reference: Decodable {
    let walls: [Int]
    let robustValues: [Double]
    let cases: [Case]
  }

  private func walk(_ alpha: Double) -> WindyWalk {
    var walk = WindyWalk()
    walk.alpha = alpha
    return walk
  }

  @Test func rowsAreTheReferences() throws {
    let reference: Reference = try fixture("tabular/windy-walk.json")
    #expect(reference.cases.count == 6)
    for recorded in reference.cases {
      let walk = walk(recorded.alpha)
      var expected: [[Int]: [OutcomeKey: Double]] = [:]
      for row in recorded.rows {
        let next = Int(row[2])
        let key = OutcomeKey(next: next, reward: row[4], isTerminated: next == WindyWalk.goal)
        expected[[Int(row[0]), Int(row[1])], default: [:]][key, default: 0] += row[3]
      }
      #expect(expected.count == (36 - 6 - 1) * 4)
      for (place, row) in expected {
        #expect(difference(walk.row(place[0], place[1]), row) < 1e-16, "alpha \(recorded.alpha), \(place)")
      }
    }
    #expect((0..<36).filter(WindyWalk.isWall) == reference.walls)
  }

  @Test func optimalValuesAreTheReferences() throws {
    let reference: Reference = try fixture("tabular/windy-walk.json")
    for recorded in reference.cases {
      let values = walk(recorded.alpha).optimalValues(discount: recorded.discount)
      for (ours, theirs) in zip(values, recorded.values) { #expect(abs(ours - theirs) < 1e-11) }
    }
  }

  /// The start's value for six winds, as published with the reconstruction of the map.
  @Test(arguments: [
    (0, -4.524381), (0.125, -5.208398), (0.25, -6.229623), (1.0 / 3.0, -7.205623),
    (5.0 / 12.0, -7.691626), (0.5, -7.952147),
  ])
  func startValuesAreKnown(alpha: Double, value: Double) {
    #expect(abs(walk(alpha).optimalValues(discount: 0.95)[WindyWalk.start] - value) < 1e-6)
  }

  /// Value iteration against a nature that picks alpha for every state and action.
  @Test func theRobustValueIsThatOfTheStrongestWind() throws {
    let reference: Reference = try fixture("tabular/windy-walk.json")
    let models = (0..<25).map { TransitionTable(walk(0.5 * Double($0) / 24)) }
    var values = Array(repeating: 0.0, count: 36)
    for _ in 0..<2000 {
      for state in 0..<36 {
        values[state] =
          (0..<4).map { action in
            models.map { model in
              model.row(state, action).reduce(0.0) { sum, entry in
                let future = model.ending[entry].isEmpty ? 0.95 * values[model.next[entry]] : 0
                return sum + model.probability[entry] * (model.reward[entry] + future)
              }
            }.min()!
          }.max()!
      }
    }
    for (ours, theirs) in zip(values, reference.robustValues) { #expect(abs(ours - theirs) < 1e-11) }
    #expect(abs(values[WindyWalk.start] + 7.952147490) < 1e-9)
    #expect(values[WindyWalk.start] == walk(0.5).optimalValues(discount: 0.95)[WindyWalk.start])
  }

  @Test func isDeterministicOnlyWithoutWind() {
    #expect(walk(0).task.isDeterministic)
    #expect(!walk(0.1).task.isDeterministic)
  }
}
