import DecisionProcesses

/// What a listing says about one world, with its options at their standard values.
public struct CatalogEntry: Sendable {
  public let identifier: String
  public let family: String
  public let summary: String
  public let observation: RowDescription
  public let action: RowDescription
  public let task: TaskDescription
  public let parameters: [ParameterDescription]
  public let options: [OptionDescription]
  public let boxes: [ParameterBox]
  public let diagnostics: [String]
  public let isTabular: Bool

  init<W: World>(_ world: W.Type) {
    let process = W()
    identifier = W.identifier
    family = W.family
    summary = W.summary
    observation = process.observationSpace.description
    action = process.actionSpace.description
    task = process.task
    parameters = W.schema
    options = W.options
    boxes = W.boxes
    diagnostics = W.diagnosticNames
    isTabular = process is any TabularProcess
  }
}
