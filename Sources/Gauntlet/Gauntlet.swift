// The umbrella: one import for programs that use the suite.
@_exported import Batching
@_exported import ClassicControlEnvironments
@_exported import DecisionProcesses
@_exported import ElementaryFunctions
@_exported import EnvironmentCatalog
@_exported import ImageFiles
@_exported import Perturbations
@_exported import Planning
@_exported import Playback
@_exported import Plots
@_exported import RandomStreams
@_exported import Recipes
@_exported import SafeControlEnvironments
@_exported import Scenes
@_exported import TabularEnvironments
@_exported import UncertaintySets
@_exported import Viewer
