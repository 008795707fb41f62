@_exported import ClassicControlEnvironments
@_exported import DecisionProcesses
@_exported import RandomStreams
@_exported import SafeControlEnvironments
@_exported import TabularEnvironments
