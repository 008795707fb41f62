import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import RandomStreams
import Recipes
import Testing

@Suite struct RuleTableTests {
  /// The error that making `text` and fitting it to `process` gives.
  static func error<P: DecisionProcess>(_ text: String, for process: P) -> RecipeError?
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    do {
      let calls = try calls(text)
      let list = try RuleTable.rules(calls)
      do {
        _ = try Perturbed(Simulation(process, seed: 1), rules: list)
        return nil
      } catch { return RuleTable.recipeError(error, among: calls) }
    } catch { return error as? RecipeError }
  }

  /// What `error` points at in the text.
  static func pointedAt(_ error: RecipeError) -> Substring { error.source.dropFirst(error.column - 1) }

  @Test(arguments: [
    ("gausian-noise(sigma=1)", "gausian-noise", "did you mean 'gaussian-noise'?"),
    ("bias(value=1) | gaussian-noise(sgma=1)", "gaussian-noise", "add sigma"),
    ("gaussian-noise(sigma=1,sgma=2)", "sgma=2", "did you mean 'sigma'?"),
    ("gaussian-noise(sigma=-1)", "sigma=-1", "at least 0"),
    ("gaussian-noise(sigma=1,channel=parameters)", "channel=parameters", "known: observation"),
    ("bias(value=1,schedule=sometimes)", "schedule=sometimes", "use every, period:K"),
    ("bias(value=1,schedule=window:5:2)", "schedule=window:5:2", "use every, period:K"),
    ("bias(value=1,limit=-1)", "limit=-1", "at least 0"),
    ("bias(value=1,count=1.5)", "count=1.5", "give an integer"),
    ("bias(value=1,on=[-1])", "on=[-1]", "at least 0"),
    ("bias(value=1,clip=maybe)", "clip=maybe", "true, false"),
    ("replace-action(probability=0.5,by=unifrom)", "by=unifrom", "did you mean 'uniform'?"),
    ("uncertain(box=all,parameters=[gain])", "parameters=", "give one of them"),
    ("uncertain(parameters=[3])", "parameters=", "give names"),
    ("uncertain(nature=per-epsiode)", "nature=", "did you mean 'per-episode'?"),
    ("drift(parameter=gain,kind=upp)", "kind=upp", "did you mean 'up'?"),
    ("adversary-seat(channel=action,alpha=0.1,epsilon=2)", "epsilon=2", "give alpha or epsilon"),
    ("adversary-seat(epsilon=2)", "epsilon=2", "use radius"),
    ("rwrl(level=harder)", "level=harder", "did you mean 'hard'?"),
    ("rwrl(level=hard,schedule=every)", "schedule=every", "known: level, widening"),
    // From here on the fault shows only against the world.
    ("bias(value=1) | bias(value=[1,2,3])", "value=[1,2,3]", "give one value or 2"),
    ("bias(value=1) | bias(value=2,on=[0,2])", "on=[0,2]", "use 0 to 1"),
    ("bias(value=1,schedule=trigger:left)", "schedule=trigger:left", "right, high"),
    ("uncertain(box=al)", "box=al", "did you mean 'all'?"),
    ("step-disturbance(parameter=wnd,magnitude=1,at=0)", "parameter=wnd", "did you mean 'wind'?"),
    ("impulse(parameter=wind,magnitude=2,at=0)", "magnitude=2", "-1.0 to 1.0"),
    ("extra-dimensions(count=3)", "extra-dimensions", "recipe"),
  ])
  func errors(_ text: String, _ place: String, _ remedy: String) throws {
    let error = try #require(Self.error(text, for: Glider()))
    #expect(Self.pointedAt(error).hasPrefix(place), "\(error) at \(Self.pointedAt(error))")
    #expect((error.message + "; " + error.remedy).contains(remedy), "\(error)")
  }

  /// Of two rules of one name the one at fault is pointed at.
  @Test func thePositionCounts() throws {
    let text = "uncertain(radius=0) | blend-action(alpha=0.5) | uncertain(radius=0)"
    let error = try #require(Self.error(text, for: CartPole()))
    #expect(Self.pointedAt(error).hasPrefix("blend-action"))
    #expect(error.description.contains("use replace-action"))
    let second = "bias(value=1) | bias(value=2) | bias(value=[1,2])"
    let wrong = try #require(Self.error(second, for: CartPole()))
    #expect(Self.pointedAt(wrong) == "value=[1,2])")
  }

  @Test func commonArguments() throws {
    var driver = try RowDriver(
      RuleList([rules("bias(value=[3,4],on=[1],schedule=period:2,limit=2,budget=3,count=9,clip=true)")]))
    #expect(
      driver.run(.observation, Array(repeating: [0, 49], count: 5))
        == [[0, 50], [0, 49], [0, 50], [0, 49], [0, 50]])
    var small = try RowDriver(
      RuleList([rules("bias(value=[3,4],on=[1],schedule=period:2,limit=2,budget=3)")]))
    #expect(
      small.run(.observation, Array(repeating: [0, 0], count: 5)).map { $0[1] } == [2, 0, 1, 0, 0])
  }

  @Test func policiesByName() throws {
    let context = RuleBuildContext(policyNames: ["left"]) { name in
      name == "left" ? ConstantRow(row: [-1, 0]) : nil
    }
    var driver = try RowDriver(RuleList([rules("replace-action(probability=1,by=left)", context: context)]))
    #expect(driver.run(.action, [[1, 1]], seeing: [0, 0]) == [[-1, 0]])
    let error = #expect(throws: RecipeError.self) {
      try rules("blend-action(alpha=1,by=lft)", context: context)
    }
    #expect(error?.remedy == "did you mean 'left'? known: uniform, left")
  }

  /// The listing says what the builders read: each required argument is asked for, and no other.
  @Test(arguments: RuleTable.rules.map(\.name))
  func descriptionsAgreeWithBuilders(_ name: String) throws {
    let rule = try #require(RuleTable.rule(named: name))
    let known = rule.arguments.map(\.name) + rule.common
    #expect(Set(known).count == known.count)
    #expect(rule.common.allSatisfy { word in RuleTable.commonArguments.contains { $0.name == word } })
    let samples = [
      "number": "0.5", "number or list": "0.5", "integer": "1", "word": "gain", "easy|medium|hard": "easy",
    ]
    let needed = try rule.arguments.filter { $0.standard == nil }
      .map { "\($0.name)=\(try #require(samples[$0.form]))" }
    // Complete without the optional arguments; the seat on observations needs its epsilon.
    let complete = needed.joined(separator: ",")
    _ = try rules("\(name)(\(complete))")
    for index in needed.indices {
      var fewer = needed
      fewer.remove(at: index)
      let error = #expect(throws: RecipeError.self) { try rules("\(name)(\(fewer.joined(separator: ",")))") }
      #expect(error?.message.contains("lacks its argument") == true)
    }
    let stranger = #expect(throws: RecipeError.self) {
      try rules("\(name)(\((needed + ["stranger=1"]).joined(separator: ",")))")
    }
    for argument in rule.arguments { #expect(stranger?.remedy.contains(argument.name) == true) }
    for argument in rule.common { #expect(stranger?.remedy.contains(argument) == true) }
  }

  /// The figures of the real-world bundles, in a world where all but the extra components fit.
  @Test func realWorldChallenges() throws {
    let environment = try Perturbed(
      Simulation(Glider(), seed: 1), rules: rules("rwrl(level=medium,widening=false)"))
    #expect(
      environment.contents.map(\.name) == [
        "repeat-action", "action-delay", "gaussian-noise", "gaussian-noise", "dropout", "stuck",
        "observation-delay", "reward-delay",
      ])
    var moved = environment
    _ = moved.reset(seed: 1)
    let rewards = (0..<21).map { _ in moved.step(Vector([1, 1])).reward }
    #expect(rewards.prefix(20).allSatisfy { $0 == 0 } && rewards[20] != 0)
    // Cart-pole's actions are discrete: noise on them is left out, the rest stays.
    let discrete = try Perturbed(
      Simulation(CartPole(), seed: 1), rules: rules("rwrl(level=hard,widening=false)"))
    #expect(
      discrete.contents.map(\.name) == [
        "repeat-action", "action-delay", "gaussian-noise", "dropout", "stuck", "observation-delay",
        "reward-delay",
      ])
    var layout = RuleLayout(Glider())
    var wide = try rules("rwrl(level=hard)")
    try wide.prepare(&layout)
    #expect(layout.observation.width == 52)
  }
}
