# The role that a GitHub workflow gets by OIDC, once, in the account that you run security tools from. All it may do is
# assume the role of role.tf in each account. A module of its own: it is applied in one account, role.tf in all.

variable "repository" {
  description = "owner/name"
  type        = string
}

variable "branch" {
  type    = string
  default = "main"
}

data "aws_partition" "ci" {}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "ci_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:${var.repository}:ref:refs/heads/${var.branch}"]
    }
  }
}

data "aws_iam_policy_document" "ci" {
  statement {
    actions   = ["sts:AssumeRole"]
    resources = ["arn:${data.aws_partition.ci.partition}:iam::*:role/Postern"]
  }
}

resource "aws_iam_role" "ci" {
  name                 = "PosternCi"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.ci_trust.json
}

resource "aws_iam_role_policy" "ci" {
  name   = "assume-postern"
  role   = aws_iam_role.ci.id
  policy = data.aws_iam_policy_document.ci.json
}

output "ci_role_arn" {
  value = aws_iam_role.ci.arn
}
