import DecisionProcesses
import Perturbations
import RandomStreams
import Testing

/// Switching rules and setting parameters while an environment runs.
@Suite struct ControlTests {
  typealias Glide = Perturbed<Glider, RuleList>

  static let rulesOfAllKinds =
    "uncertain(nature=per-episode) | drift(parameter=gain,sigma=0.1) | periodic-disturbance(parameter=wind,"
    + "amplitude=0.3,period=9) | action-delay(steps=3) | sticky-action(probability=0.3) "
    + "| gaussian-noise(sigma=0.1,budget=2) | dropout(probability=0.1,duration=3) "
    + "| stuck(probability=0.1,duration=4,schedule=bernoulli:0.5) | observation-delay(steps=2) "
    + "| reward-delay(steps=2) | bias(channel=cost,value=1,schedule=trigger:right)"

  static func glide(_ text: String, process: Glider = Glider()) throws -> Glide {
    try Perturbed(Simulation(process, seed: 3), rules: rules(text))
  }

  /// What the agent sees of steps `range`, with actions that depend on time only.
  static func play(_ environment: inout Glide, _ range: Range<Int>) -> Trace {
    var trace = Trace()
    for t in range {
      let step = environment.step(Vector([t % 7 < 4 ? 0.8 : -1, Double(t % 3) / 3]))
      trace.add(step.observation.components + [step.reward] + step.costs.values)
      trace.add(environment.process.parameterRow)
    }
    return trace
  }

  /// Plays `steps` steps with the rule on in `window` only, by hand.
  static func playSwitching(_ environment: inout Glide, steps: Int, window: Range<Int>) throws -> Trace {
    try environment.setRule(0, isOn: window.contains(0))
    _ = environment.reset(seed: 5)
    var trace = Trace()
    for t in 0..<steps {
      try environment.setRule(0, isOn: window.contains(t))
      trace.bits += play(&environment, t..<t + 1).bits
    }
    return trace
  }

  @Test func allRulesOffIsTheBareEnvironment() throws {
    var perturbed = try Self.glide(Self.rulesOfAllKinds)
    for index in perturbed.contents.indices { try perturbed.setRule(index, isOn: false) }
    let bare = Simulation(Glider(), seed: 3)
    #expect(trace(perturbed) == trace(bare))
    #expect(trace(try Self.glide(Self.rulesOfAllKinds)) != trace(bare))
  }

  @Test(arguments: [
    "action-delay(steps=3", "sticky-action(probability=0.4",
    "gaussian-noise(channel=action,sigma=0.2", "reward-delay(steps=2", "bias(channel=reward,value=1",
    "bias(channel=cost,value=1", "uncertain(nature=per-step", "impulse(parameter=wind,magnitude=0.5,at=0,"
      + "duration=60", "gaussian-noise(channel=action,sigma=0.2,budget=1",
  ])
  func switchingIsAWindow(_ rule: String) throws {
    var scheduled = try Self.glide(rule + ",schedule=window:11:29)")
    _ = scheduled.reset(seed: 5)
    var switched = try Self.glide(rule + ")")
    let plain = Self.play(&scheduled, 0..<50)
    #expect(try Self.playSwitching(&switched, steps: 50, window: 11..<29) == plain)
    // And not for want of an effect.
    var always = try Self.glide(rule + ")")
    _ = always.reset(seed: 5)
    #expect(Self.play(&always, 0..<50) != plain)
  }

  /// An observation rule's t is one ahead: the observation of step k was made before the switch at k.
  @Test(arguments: ["gaussian-noise(sigma=0.2", "observation-delay(steps=2", "stuck(probability=0.2,duration=3"])
  func switchingAnObservationRuleIsAWindow(_ rule: String) throws {
    var scheduled = try Self.glide(rule + ",schedule=window:12:30)")
    _ = scheduled.reset(seed: 5)
    var switched = try Self.glide(rule + ")")
    let expected = Self.play(&scheduled, 0..<50)
    #expect(try Self.playSwitching(&switched, steps: 50, window: 11..<29) == expected)
  }

  @Test func aParameterSetAtAStepActsAsAStepDisturbance() throws {
    var ruled = try Self.glide("step-disturbance(parameter=wind,magnitude=0.6,at=17)")
    _ = ruled.reset(seed: 5)
    let expected = Self.play(&ruled, 0..<40)
    for rules in ["bias(value=0)", "step-disturbance(parameter=wind,magnitude=0,at=0)"] {
      var live = try Self.glide(rules)
      _ = live.reset(seed: 5)
      var found = Self.play(&live, 0..<17)
      try live.setParameter(1, to: 0.6)
      found.bits += Self.play(&live, 17..<40).bits
      #expect(found == expected)
    }
  }

  @Test func aPushOfOneStepActsAsAnImpulse() throws {
    var ruled = try Self.glide("impulse(parameter=wind,magnitude=-0.4,at=9)")
    _ = ruled.reset(seed: 5)
    let expected = Self.play(&ruled, 0..<30)
    var live = try Self.glide("bias(value=0)")
    _ = live.reset(seed: 5)
    var found = Self.play(&live, 0..<9)
    try live.setParameter(1, to: -0.4)
    found.bits += Self.play(&live, 9..<10).bits
    try live.setParameter(1, to: 0)
    found.bits += Self.play(&live, 10..<30).bits
    #expect(found == expected)
  }

  @Test func rulesStartFromALiveParameterAndStayInside() throws {
    var live = try Self.glide("step-disturbance(parameter=wind,magnitude=0.6,at=2)")
    _ = live.reset(seed: 5)
    try live.setParameter(1, to: 0.7)
    _ = Self.play(&live, 0..<1)
    #expect(live.process.wind == 0.7)
    _ = Self.play(&live, 1..<3)
    #expect(live.process.wind == 1, "0.7 + 0.6 is kept inside [-1, 1]")
    _ = live.reset(seed: 6)
    #expect(live.process.wind == 0.7, "it holds over resets")
  }

  @Test func wrongInterventionsChangeNothing() throws {
    var live = try Self.glide("bias(value=1)")
    _ = live.reset(seed: 5)
    let before = live.save()
    func message(_ body: () throws(InterventionError) -> Void) -> String {
      do throws(InterventionError) { try body() } catch { return error.message }
      return "accepted"
    }
    #expect(message { () throws(InterventionError) in try live.setParameter(0, to: 2.5) }
      == "gain cannot be 2.5; give a number in [0.5, 2.0]")
    for value in [Double.nan, .infinity, -.infinity, 0.4999] {
      #expect(message { () throws(InterventionError) in try live.setParameter(0, to: value) } != "accepted")
    }
    #expect(message { () throws(InterventionError) in try live.setParameter(2, to: 1) }
      == "there is no parameter 2; use 0 to 1")
    #expect(message { () throws(InterventionError) in try live.setRule(1, isOn: false) }
      == "there is no rule 1; use 0 to 0")
    #expect(message { () throws(InterventionError) in try live.setRule(-1, isOn: true) } != "accepted")
    #expect(live.save() == before)
  }

  @Test func snapshotsCarryParametersAndSwitches() throws {
    var live = try Self.glide(Self.rulesOfAllKinds)
    _ = live.reset(seed: 5)
    _ = Self.play(&live, 0..<10)
    try live.setParameter(0, to: 1.75)
    for index in [1, 3, 5, 8] { try live.setRule(index, isOn: false) }
    _ = Self.play(&live, 10..<20)
    let bytes = live.save()
    var restored = try Self.glide(Self.rulesOfAllKinds)
    _ = restored.reset(seed: 99)
    try restored.restore(bytes)
    #expect(restored.save() == bytes)
    #expect(restored.ruleStates.map(\.isOn) == live.ruleStates.map(\.isOn))
    for index in [1, 8] {
      try live.setRule(index, isOn: true)
      try restored.setRule(index, isOn: true)
    }
    #expect(Self.play(&restored, 20..<60) == Self.play(&live, 20..<60))
  }

  @Test func statesTellScheduleSwitchAndLastChange() throws {
    var live = try Self.glide("bias(channel=reward,value=2,schedule=window:3:5) | bias(value=0.5,on=[1])")
    live.isMonitored = true
    _ = live.reset(seed: 5)
    _ = Self.play(&live, 0..<3)
    #expect(live.ruleStates.map(\.isActiveNow) == [true, true])
    #expect(live.ruleStates[0].lastChange.allSatisfy { $0 == 0 })
    _ = Self.play(&live, 3..<4)
    #expect(live.ruleStates[0].lastChange == [2])
    let change = live.ruleStates[1].lastChange
    #expect(change[0] == 0 && abs(change[1] - 0.5) < 1e-12)
    try live.setRule(1, isOn: false)
    _ = Self.play(&live, 4..<5)
    #expect(live.ruleStates.map(\.isOn) == [true, false])
    #expect(live.ruleStates.map(\.isActiveNow) == [false, true])
    #expect(live.ruleStates.map(\.isActing) == [false, false])
    #expect(live.ruleStates[1].lastChange.allSatisfy { $0 == 0 })
    live.isMonitored = false
    #expect(live.ruleStates.allSatisfy { $0.lastChange.isEmpty })
  }

  @Test func monitoringAndRecordingChangeNothing() throws {
    var watched = try Self.glide(Self.rulesOfAllKinds)
    watched.isMonitored = true
    watched.isRecording = true
    #expect(trace(watched) == trace(try Self.glide(Self.rulesOfAllKinds)))
    watched.isRecording = false
    #expect(watched.isMonitored && !watched.isRecording)
  }
}
