import DecisionProcesses

/// Changing an environment while it runs.
extension Perturbed {
  /// Sets the parameter at `index` of the schema from the present step on, over resets, until it is set again.
  ///
  /// It takes the place of the nominal value that parameter rules start from; boxes that rules were fitted
  /// to stay as they are, and what the rules make of it is kept inside its interval. Without rules on
  /// parameters the process has it at once, otherwise from the next step on.
  ///
  /// - Throws: `InterventionError` for an unknown index, or a value that is not finite or lies outside the
  ///   parameter's interval. Nothing changes then.
  public mutating func setParameter(_ index: Int, to value: Double) throws(InterventionError) {
    let schema = Process.schema
    guard schema.indices.contains(index) else {
      throw InterventionError(
        schema.isEmpty
          ? "this world has no parameters; choose one that has"
          : "there is no parameter \(index); use 0 to \(schema.count - 1)")
    }
    let interval = schema[index].interval
    guard interval.contains(value) else {
      throw InterventionError(
        "\(schema[index].name) cannot be \(value); give a number in "
          + "[\(interval.lowerBound), \(interval.upperBound)]")
    }
    liveParameters[index] = value
    if !channels.contains(.parameters) { simulation.process[parameter: index] = value }
  }

  /// The parameters that the process was given.
  package var nominalParameterRow: [Double] { nominalParameters }

  /// How many rules each call of a recipe made; empty where the rules come from no list.
  package var ruleCounts: [Int] { (rules as? RuleList)?.counts ?? [] }

  /// Switches a rule off or on, from its next application on and over resets.
  ///
  /// A rule that is off leaves its row unchanged, keeps its memory up to date as a rule outside its schedule
  /// does, and spends no budget; its luck is the same in every step in which it is on.
  ///
  /// - Throws: `InterventionError` for an unknown index.
  public mutating func setRule(_ index: Int, isOn: Bool) throws(InterventionError) {
    let count = contents.count
    guard index >= 0 && index < count else {
      throw InterventionError(
        count == 0
          ? "there are no rules; add one to the recipe"
          : "there is no rule \(index); use 0 to \(count - 1)")
    }
    changeRecorder { $0.setRule(index, isOn: isOn) }
  }

  /// What every rule is and does, in order.
  public var ruleStates: [RuleState] {
    let activity = rules.activity(at: simulation.clock, memory)
    let off = recorder?.switchedOff ?? []
    return contents.enumerated().map { index, rule in
      RuleState(
        name: rule.name, channel: rule.channel, text: rule.name, isOn: !off.contains(index),
        isActiveNow: activity[index], lastChange: recorder?.lastChange(of: index) ?? [])
    }
  }

  /// Whether the last change of every rule is kept for `ruleStates`.
  public var isMonitored: Bool {
    get { recorder?.keepsLastChanges ?? false }
    set {
      guard newValue != isMonitored else { return }
      changeRecorder { recorder in
        recorder.keepsLastChanges = newValue
        recorder.forgetLastChanges()
      }
    }
  }

  /// Whether the rules' changes are recorded; switching it off drops the record.
  public var isRecording: Bool {
    get { recorder?.keepsChanges ?? false }
    set {
      changeRecorder { recorder in
        recorder.keepsChanges = newValue
        if !newValue { recorder.forgetChanges() }
      }
    }
  }

  /// Changes the recorder, which comes and goes with the need for it.
  mutating func changeRecorder(_ change: (inout RuleRecorder) -> Void) {
    var changed = recorder ?? .idle
    change(&changed)
    recorder = changed.isIdle ? nil : changed
    isSimple = hasSimpleRules && recorder == nil
  }
}

extension RuleRecorder {
  static var idle: RuleRecorder {
    var recorder = RuleRecorder()
    recorder.keepsChanges = false
    return recorder
  }
}
