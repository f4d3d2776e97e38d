variable "ls" {
  type    = list(string)
  default = []
}
variable "ln" {
  type    = list(number)
  default = [1, 2]
}
variable "o" {
  type    = object({ a = string, b = optional(string) })
  default = { a = "x" }
}
variable "ss" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "ms" {
  type    = map(string)
  default = { k = 1 }
}
variable "lo" {
  type = list(object({
    name = string
    ids  = optional(list(string), ["*"])
    size = optional(number, 3)
    deep = optional(object({ on = optional(bool, true), tag = optional(string) }), {})
  }))
  default = [{ name = "n1" }, { name = 2, ids = [1, "z"], deep = { on = "false" } }]
}
variable "mo" {
  type    = map(object({ who = optional(set(string)), count = number }))
  default = { one = { who = ["q", "p", "q"], count = "2" }, two = { count = 1 } }
}
variable "t" {
  type    = tuple([string, number, bool])
  default = [1, "2", "true"]
}
variable "any" {
  type    = any
  default = { list = [1, "a"], text = "y", none = null }
}
variable "untyped" {
  default = ["u", 5]
}
variable "text" {
  type    = string
  default = 42
}
variable "flag" {
  type    = bool
  default = "true"
}
variable "number" {
  type    = number
  default = "7"
}
variable "nothing" {
  type    = string
  default = null
}
variable "lany" {
  type    = list(any)
  default = ["a", 1, true]
}
variable "sn" {
  type    = set(number)
  default = [10, 9, "9"]
}
variable "e1e3" {
  default = "e"
}
