import DecisionProcesses

/// How fast an episode is played.
public enum PlaybackSpeed: Sendable, Equatable {
  case stepsPerSecond(Double)
  case unlimited
}

/// What may be asked of a `LivePlayer`.
public enum LiveCommand: Sendable, Equatable {
  case pause, resume, togglePause
  /// Pauses, then moves by so many steps; backwards where negative.
  case move(by: Int)
  /// Shows a step of the episode, keeping its recorded future; later steps than recorded are played.
  case seek(toStep: Int)
  case setSpeed(PlaybackSpeed)
  /// Starts the present seed's episode anew, dropping what was recorded.
  case reset
  case resetTo(seed: UInt64)
  case nextSeed
  /// Holds an action in place of the policy's until changed; nil gives the policy its place back.
  case setAction(Row?)
  case setParameter(index: Int, value: Double)
  case setRule(index: Int, isOn: Bool)
  case setSeats(Row)
}
