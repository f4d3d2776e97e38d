# The role that Postern assumes in an account: reads SES, sends findings to Security Hub, and can do nothing else.

variable "trusted_principal" {
  description = "ARN of the role that may assume this one, for example the one of ci-role.tf"
  type        = string
}

variable "external_id" {
  description = "Given with --external-id; null inside of one organisation"
  type        = string
  default     = null
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_principal]
    }

    dynamic "condition" {
      for_each = var.external_id == null ? [] : [var.external_id]
      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "postern" {
  statement {
    sid = "Read"
    actions = [
      "account:ListRegions",
      "ses:GetEmailIdentity",
      "ses:GetEmailIdentityPolicies",
      "ses:GetIdentityDkimAttributes",
      "ses:GetIdentityPolicies",
      "ses:GetIdentityVerificationAttributes",
      "ses:ListIdentities",
      "ses:ListIdentityPolicies",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadEarlierFindings"
    actions   = ["securityhub:GetFindings"]
    resources = ["*"]
  }

  statement {
    sid     = "SendFindings"
    actions = ["securityhub:BatchImportFindings"]
    resources = [
      "arn:${data.aws_partition.current.partition}:securityhub:*:${data.aws_caller_identity.current.account_id}:product/${data.aws_caller_identity.current.account_id}/default",
    ]
  }

  # Sets a suppressed finding back to NEW where it fails by another fault; suppresses only with --suppress-excepted.
  statement {
    sid       = "SetWorkflow"
    actions   = ["securityhub:BatchUpdateFindings"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "postern" {
  name                 = "Postern"
  description          = "Reads SES identities and sends findings to Security Hub"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "postern" {
  name   = "postern"
  role   = aws_iam_role.postern.id
  policy = data.aws_iam_policy_document.postern.json
}

output "role_arn" {
  value = aws_iam_role.postern.arn
}
