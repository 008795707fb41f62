import DecisionProcesses

/// Recorded episodes: for each step its state, action, reward (in the model's units) and next state.
public struct EpisodeData: Sendable, Equatable {
  /// One step of an episode.
  public struct Transition: Sendable, Equatable {
    public var state: Int
    public var action: Int
    /// In the model's units.
    public var reward: Double
    /// The state after it; the end where the world has terminated.
    public var next: Int

    public init(state: Int, action: Int, reward: Double, next: Int) {
      (self.state, self.action, self.reward, self.next) = (state, action, reward, next)
    }
  }

  /// Transitions of each episode, in the order of its steps.
  public private(set) var episodes: [[Transition]]

  public init(_ episodes: [[Transition]] = []) { self.episodes = episodes }

  /// Adds an episode, whose transitions start at the first step.
  public mutating func append(_ episode: [Transition]) { episodes.append(episode) }

  /// Throws for a transition that is not one of `model`'s, naming its episode and step.
  public func check(for model: LinearModel) throws(AgentError) {
    for (k, episode) in episodes.enumerated() {
      guard episode.count <= model.horizon else {
        throw AgentError("episode \(k + 1) has \(episode.count) steps, the model \(model.horizon)")
      }
      for (step, transition) in episode.enumerated() {
        let states = 0..<model.stateCount
        guard states.contains(transition.state), states.contains(transition.next),
          (0..<model.actionCount).contains(transition.action), transition.reward.isFinite
        else {
          throw AgentError(
            "episode \(k + 1), step \(step + 1): \(transition.state) by \(transition.action) to \(transition.next) "
              + "with reward \(transition.reward) does not fit \(model.stateCount) states and "
              + "\(model.actionCount) actions")
        }
      }
    }
  }
}

extension StagedLearner {
  /// Learns from the episodes `range` of `data`, one after the other.
  public func observe(_ data: EpisodeData, _ range: Range<Int>? = nil) {
    for episode in data.episodes[range ?? 0..<data.episodes.count] {
      for (step, transition) in episode.enumerated() {
        observe(
          step: step, state: transition.state, action: transition.action, reward: transition.reward,
          next: transition.next)
      }
    }
  }
}
