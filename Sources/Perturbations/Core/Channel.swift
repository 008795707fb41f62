/// Where a rule acts.
public enum Channel: String, Sendable, Hashable, CaseIterable {
  case parameters, action, observation, reward, cost
}

/// A set of channels, as bits.
public struct ChannelSet: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  @inlinable @inline(__always) public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable public static var parameters: ChannelSet { ChannelSet(rawValue: 1) }
  @inlinable public static var action: ChannelSet { ChannelSet(rawValue: 2) }
  @inlinable public static var observation: ChannelSet { ChannelSet(rawValue: 4) }
  @inlinable public static var reward: ChannelSet { ChannelSet(rawValue: 8) }
  @inlinable public static var cost: ChannelSet { ChannelSet(rawValue: 16) }

  public init(_ channel: Channel) {
    switch channel {
    case .parameters: self = .parameters
    case .action: self = .action
    case .observation: self = .observation
    case .reward: self = .reward
    case .cost: self = .cost
    }
  }
}
