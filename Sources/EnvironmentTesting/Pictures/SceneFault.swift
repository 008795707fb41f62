/// Something in a scene that a renderer skips, or that nobody can see.
public struct SceneFault: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// Where the fault lies; indices count from 0 in the order of the scene.
  public enum Part: Equatable, Hashable, Sendable {
    case view
    case camera
    case shape(Int)
    case solid(Int)
  }

  public enum Kind: String, CaseIterable, Sendable {
    /// The view is not finite or has no area.
    case improperView = "improper-view"
    /// The camera's numbers make no sense.
    case improperCamera = "improper-camera"
    /// There are solids, and nobody sees them.
    case missingCamera = "missing-camera"
    case notFinite = "not-finite"
    /// A size, or a line's width, that is negative, or zero where nothing is left then.
    case badSize = "bad-size"
    /// A coordinate or a size of more than a thousand pictures.
    case absurdSize = "absurd-size"
    /// A rotation whose quaternion has length zero.
    case zeroRotation = "zero-rotation"
    /// No contour, or one of fewer points than it needs.
    case tooFewPoints = "too-few-points"
    /// Neither fill nor stroke that the figure uses, or none that is not transparent.
    case invisible
    /// No part of it lies in the view.
    case outsideView = "outside-view"
    case emptyText = "empty-text"
    /// A character that shows as the replacement box.
    case missingGlyph = "missing-glyph"
    /// Writing too small to read, or larger than the picture.
    case unreadableText = "unreadable-text"
    /// A heat map without a finite value, or an image without an opaque pixel.
    case emptyMap = "empty-map"
  }

  public let part: Part
  public let kind: Kind
  /// What the part is: "disc", "text", "sphere".
  public let figure: String
  /// What is wrong, and what to do about it: "fault; remedy".
  public let message: String

  public var description: String {
    switch part {
    case .view, .camera: "\(figure): \(message)"
    case .shape(let index): "shape \(index) (\(figure)): \(message)"
    case .solid(let index): "solid \(index) (\(figure)): \(message)"
    }
  }
}
