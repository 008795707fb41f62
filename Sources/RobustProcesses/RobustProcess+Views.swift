import DecisionProcesses

extension RobustProcess: SafetyMargin where Nominal: SafetyMargin {
  public func margin(_ state: State, channel: Int) -> Double {
    nominal.margin(state.nominal, channel: channel)
  }
}

extension RobustProcess: ScriptedProcess where Nominal: ScriptedProcess {
  public func scriptedAction(for observation: Nominal.Observation) -> Int {
    nominal.scriptedAction(for: observation)
  }
}

extension RobustProcess {
  /// The finite process that results where nature plays `kernel` in every step: to be solved, evaluated or
  /// stepped without a nature.
  ///
  /// - Precondition: `kernel` was made by a `RobustModel` of the same process and set.
  public func process(under kernel: Kernel) -> TableProcess {
    var task = task
    task.isDeterministic = false
    return TableProcess(model.table(of: kernel), task: task)
  }
}
