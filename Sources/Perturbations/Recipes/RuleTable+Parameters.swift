import Recipes

extension RuleTable {
  static let parameterRules: [RuleDescription] = [
    RuleDescription(
      "uncertain", "draws parameters inside a box", channels: [.parameters],
      boxArguments + [
        RuleArgument(
          "nature", "fixed|per-episode|per-step", standard: "per-episode",
          "drawn once per seed, once per episode, or before every step"),
        RuleArgument(
          "distribution", "uniform|normal-truncated|corners", standard: "uniform",
          "how each parameter is drawn; the normal one has a quarter of the width as standard deviation"),
      ]
    ) { reader, _, options, _ throws(RecipeError) in
      let (selection, radius) = try box(&reader)
      let nature = try choice("nature", Uncertain.Nature.perEpisode, &reader)
      let distribution = try choice("distribution", Uncertain.Distribution.uniform, &reader)
      return RuleSlot(
        Uncertain(selection, radius: radius, nature: nature, distribution: distribution), options: options)
    },
    RuleDescription(
      "drift", "moves a parameter from episode to episode", channels: [.parameters],
      [
        parameterArgument,
        RuleArgument(
          "kind", "random-walk|up|down|cyclic-up|cyclic-down|saw", standard: "random-walk",
          "reflected at the ends of the interval; cyclic kinds start again at the other end"),
        RuleArgument("step", "number", standard: "0", "size of a move, the parameter's unit"),
        RuleArgument(
          "sigma", "number", standard: "0", "standard deviation of a move, the parameter's unit"),
        RuleArgument("period", "integer", standard: "1", "episodes between moves"),
      ]
    ) { reader, _, options, _ throws(RecipeError) in
      let parameter = try reader.text("parameter")
      let kind = try choice("kind", Drift.Kind.randomWalk, &reader)
      let step = try reader.number("step", default: 0, in: 0...(.infinity))
      let sigma = try reader.number("sigma", default: 0, in: 0...(.infinity))
      let period = try reader.integer("period", default: 1, in: 1...(.max))
      return RuleSlot(
        Drift(parameter, kind: kind, step: step, sigma: sigma, period: period), options: options)
    },
    RuleDescription(
      "impulse", "adds to a parameter for a while", channels: [.parameters],
      [
        parameterArgument, magnitudeArgument, atArgument,
        RuleArgument("duration", "integer", standard: "1", "steps that it lasts"),
        RuleArgument("decay", "number", standard: "1", "ratio of one step's change to that before, 0 to 1"),
      ]
    ) { reader, _, options, _ throws(RecipeError) in
      let parameter = try reader.text("parameter")
      let magnitude = try reader.number("magnitude")
      let start = try reader.integer("at", in: 0...(.max))
      let duration = try reader.integer("duration", default: 1, in: 1...(.max))
      let decay = try reader.number("decay", default: 1, in: 0...1)
      return RuleSlot(
        Impulse(parameter, magnitude: magnitude, at: start, duration: duration, decay: decay),
        options: options)
    },
    RuleDescription(
      "step-disturbance", "adds to a parameter from a time on", channels: [.parameters],
      [parameterArgument, magnitudeArgument, atArgument]
    ) { reader, _, options, _ throws(RecipeError) in
      let parameter = try reader.text("parameter")
      let magnitude = try reader.number("magnitude")
      let start = try reader.integer("at", in: 0...(.max))
      return RuleSlot(StepDisturbance(parameter, magnitude: magnitude, at: start), options: options)
    },
    RuleDescription(
      "periodic-disturbance", "adds a sine to a parameter", channels: [.parameters],
      [
        parameterArgument,
        RuleArgument("amplitude", "number", "largest change, the parameter's unit"),
        RuleArgument("period", "number", "steps per wave"),
        RuleArgument("phase", "number", standard: "drawn once per episode", "angle at t = 0, rad"),
      ]
    ) { reader, _, options, _ throws(RecipeError) in
      let parameter = try reader.text("parameter")
      let amplitude = try reader.number("amplitude")
      let period = try reader.number("period", in: 0...(.infinity))
      var phase: Double?
      if reader.value("phase") != nil { phase = try reader.number("phase") }
      return RuleSlot(
        PeriodicDisturbance(parameter, amplitude: amplitude, period: period, phase: phase),
        options: options)
    },
  ]

  static let boxArguments = [
    RuleArgument("box", "word", standard: "all", "a named box of the world; not together with parameters"),
    RuleArgument("parameters", "list of words", standard: "the box's", "names of parameters"),
    RuleArgument(
      "radius", "number", standard: "1", "size of the box around the nominal point, as a fraction, 0 to 1"),
  ]

  /// Reads `box` or `parameters`, and `radius`.
  static func box(_ reader: inout ArgumentReader) throws(RecipeError) -> (ParameterSelection, Double) {
    let radius = try reader.number("radius", default: 1, in: 0...1)
    let name = try reader.text("box", default: "all")
    guard let value = reader.value("parameters") else { return (.box(name), radius) }
    if reader.value("box") != nil {
      throw reader.error(
        at: "parameters", "\(reader.owner) has both box=\(name) and parameters=\(value)",
        remedy: "give one of them")
    }
    var elements = [value]
    if case .list(let list) = value { elements = list }
    var names: [String] = []
    for element in elements {
      switch element {
      case .word(let word): names.append(word)
      case .text(let text): names.append(text)
      case .number, .list:
        throw reader.error(
          at: "parameters", "\(reader.owner): \(element) is not a parameter's name",
          remedy: "give names, as in parameters=[gravity,length]")
      }
    }
    return (.parameters(names), radius)
  }

  /// Reads a word that is one case of an enumeration.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ standard: Choice, _ reader: inout ArgumentReader
  ) throws(RecipeError) -> Choice where Choice.RawValue == String {
    let word = try reader.word(
      name, default: standard.rawValue, oneOf: Choice.allCases.map(\.rawValue))
    return Choice(rawValue: word) ?? standard
  }
}

private let parameterArgument = RuleArgument("parameter", "word", "name of the parameter")
private let magnitudeArgument = RuleArgument("magnitude", "number", "the change, the parameter's unit")
private let atArgument = RuleArgument("at", "integer", "t of the first change")
